@routing
Feature: A network of both sides
  A payment can only go where both ends are connected. Where there is no such way, nobody loses money on the attempt.

  @ROUTE-004 @must @binds-provider @binds-clearing
  Rule: ROUTE-004 A route MUST use only networks to which both sides are connected and licensed; when none exists the payment MUST be refused before any debit
    Source: DIRECT209 · NBPI art. 16, 30      Basis: rule (by analogy)
    Our reading: the networks that both sides are connected to that day, with licences in force, are all there is to choose from.

    @ROUTE-004.1
    Scenario Outline: Both sides are connected to both networks
      Given a payer who owes ¥128.50 and has chosen <provider>
      When the payer pays with <provider>
      Then it went over a network of both sides

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @ROUTE-004.2
    Scenario Outline: The payer's bank is connected to one of them only
      Given a payer who owes ¥128.50 and has chosen <provider>
      And Lotus Bank is connected to the UnionPay network only
      When the payer pays with <provider>
      Then it went over a network of both sides

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @ROUTE-004.3
    Scenario Outline: The payer's bank is connected to none
      Given a payer who owes ¥128.50 and has chosen <provider>
      And Lotus Bank is connected to no clearing institution
      When the payer tries to pay with <provider>
      Then the payment is refused before anybody is debited

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |

    @ROUTE-004.4
    Scenario: The licence of the payer's bank has ended
      Given a payer who owes ¥128.50 and has chosen WeChat Pay
      And the licence of Lotus Bank ended yesterday
      When the payer tries to pay with WeChat Pay
      Then the payment is refused before anybody is debited

    @ROUTE-004.5
    Scenario: A clearing institution is asked for a bank that is not connected to it
      Given a merchant who accepts WeChat Pay
      And Lotus Bank is connected to the UnionPay network only
      When WeChat Pay asks NetsUnion directly for the payer's money
      Then the clearing institution refuses it

    @ROUTE-004.6 @property
    Scenario: Whoever is connected to whatever
      Given any table of who is connected to which network
      Then every choice in it is a network of both sides, or none where there is none
