@routing
Feature: Positions cancel
  At the end of a session everybody owes or is owed what they have on their own record, and nothing is left over.

  @ROUTE-009 @must @binds-clearing
  Rule: ROUTE-009 Net positions of a session MUST equal each participant's own records and sum to zero
    Source: HOUSE · NBPI art. 30 · MOJA      Basis: house
    Our reading: what banks and wallets have booked themselves is the measure, whatever was lost, late or told twice.

    @ROUTE-009.1
    Scenario Outline: A day with a payment, a refund and a payout
      Given an order of ¥128.50 that was paid with <provider>
      When the merchant refunds ¥28.50
      And 5 minutes pass
      And <provider> pays the merchant out ¥64.00
      And 1 day passes
      Then the positions of each session come to nothing
      And they equal each participant's own record

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @ROUTE-009.2
    Scenario Outline: A day of lost, late and repeated messages
      Given a payer who owes ¥128.50 and has chosen <provider>
      And the next 1 answers of Lotus Bank get lost
      And the next 2 messages to NetsUnion arrive twice
      When the payer tries to pay with <provider>
      And 20 minutes pass
      And 1 day passes
      Then the positions of each session come to nothing
      And they equal each participant's own record

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @ROUTE-009.3
    Scenario: Two wallets
      Given a merchant who accepts WeChat Pay and Alipay
      When the payer sends ¥66.60 from WeChat Pay to the merchant at Alipay
      And the payer sends ¥20.00 from Alipay to the merchant at WeChat Pay
      And 1 day passes
      Then the positions of each session come to nothing
      And they equal each participant's own record
