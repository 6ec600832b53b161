@routing
Feature: No merchant behind another
  Several merchants may share an order, as long as everybody can see whose part is whose.

  @ROUTE-007 @must @binds-platform @binds-provider
  Rule: ROUTE-007 One order MUST not be split or merged so as to hide the merchant, category or a limit; a declared combined order keeps one sub-order per merchant
    Source: NBPI art. 25 · WX-DOC, combined orders      Basis: law (by analogy)
    What the source says: payer and payee data of a payment order stay complete, consistent and unalterable.
    Our reading: one order is one payment of its whole amount; a shared order has one part for each merchant.

    @ROUTE-007.1
    Scenario: Three merchants share one order
      Given three merchants who accept WeChat Pay
      When they sell for ¥30.00, ¥20.50 and ¥9.90 in one order
      And the payer chooses WeChat Pay
      And the payer pays with WeChat Pay
      And all messages have arrived
      Then each merchant is paid its own part, and no other

    @ROUTE-007.2
    Scenario: One merchant of a shared order gives money back
      Given three merchants who accept WeChat Pay
      When they sell for ¥30.00, ¥20.50 and ¥9.90 in one order
      And the payer chooses WeChat Pay
      And the payer pays with WeChat Pay
      And all messages have arrived
      And the second of the merchants refunds ¥5.50
      And 5 minutes pass
      Then the money comes from that merchant's part alone

    @ROUTE-007.3
    Scenario Outline: A large order stays in one piece
      Given a merchant who accepts every provider
      And a payer with an order of ¥1,288.00
      When the payer chooses <provider>
      And the payer pays with <provider>
      And all messages have arrived
      Then the whole order is one payment

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | JD Pay     |
        | UnionPay   |
        | WoPay      |

    @ROUTE-007.4
    Scenario: The next day each merchant sees its own money
      Given three merchants who accept WeChat Pay
      When they sell for ¥30.00, ¥20.50 and ¥9.90 in one order
      And the payer chooses WeChat Pay
      And the payer pays with WeChat Pay
      And all messages have arrived
      And the second of the merchants refunds ¥5.50
      And the third of the merchants refunds ¥9.90
      And the bills of the day have been published
      Then each merchant is paid its own part, and no other
      And the money comes from that merchant's part alone
      And each merchant is told of its own part of the money, and no other
