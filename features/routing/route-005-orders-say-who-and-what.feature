@routing
Feature: Orders say who pays whom for what
  Whoever passes an order on passes on all of it: the payer, the real merchant, the trade it is in, the amount and the way.

  @ROUTE-005 @must @binds-provider @binds-clearing
  Rule: ROUTE-005 Every order MUST carry payer, payee, real merchant name and code, category, amount, time, channel, terminal or interface type and a trace id; between a wallet and a clearing institution the receiver refuses and names a missing one
    Source: NBPI art. 25 · ATFL art. 19 · NET43 art. 13, from memory      Basis: law (by analogy)
    Our reading: each field is there on every hop between institutions; an order without one is refused by name, and moves nothing.

    @ROUTE-005.1
    Scenario Outline: A payment, and the refund after it
      Given an order of ¥128.50 that was paid with <provider>
      When the merchant refunds ¥28.50
      And 5 minutes pass
      Then every order on the way carries the protected fields

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | JD Pay     |
        | WoPay      |
        | UnionPay   |

    @ROUTE-005.2
    Scenario: A merchant's payout, and a payment to another wallet
      Given an order of ¥128.50 that was paid with Alipay
      When Alipay pays the merchant out ¥100.00
      And the payer sends ¥66.60 from WeChat Pay to the merchant at Alipay
      Then every order on the way carries the protected fields

    @ROUTE-005.3
    Scenario: Several merchants behind one payment
      Given three merchants who accept WeChat Pay
      When they sell for ¥30.00, ¥20.50 and ¥9.90 in one order
      And the payer chooses WeChat Pay
      And the payer pays with WeChat Pay
      Then every order on the way carries the protected fields

    @ROUTE-005.4
    Scenario Outline: Each field is left out in turn
      Given a merchant who accepts every provider
      When <provider> asks NetsUnion with each protected field left out in turn
      Then each is refused, and the missing field is named

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
