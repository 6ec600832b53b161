@routing
Feature: The same at every hop
  Whoever is paid, and how much, must not change on the way.

  @ROUTE-006 @must @binds-platform @binds-provider @binds-clearing
  Rule: ROUTE-006 The protected fields MUST be equal at every hop under that hop's declared mapping, refund and bill included; on merchant wires they are present or resolved from the register
    Source: NBPI art. 25 · ATFL art. 19 · ECOM art. 53      Basis: law (by analogy)
    Our reading: payee, amount, currency and number are the same in the order, on the wallet's page, in the books, in notices and refunds, and between
    institutions under the merchant's real name.

    @ROUTE-006.1
    Scenario Outline: An order says the same from the checkout to the books and back
      Given a merchant who accepts every provider
      And the declared mapping of every hop
      And a payer <device> with a basket of ¥128.50
      When the payer chooses <provider>
      And the payer pays with <provider>
      And all messages have arrived
      Then every hop carries the protected fields or has them in its register
      And they are equal at every hop

      Examples:
        | provider   | device       |
        | WeChat Pay | at a desktop |
        | WeChat Pay | on a phone   |
        | Alipay     | at a desktop |
        | Alipay     | on a phone   |
        | BestPay    | at a desktop |
        | BestPay    | on a phone   |
        | HeBao      | at a desktop |
        | HeBao      | on a phone   |
        | e-CNY      | at a desktop |
        | e-CNY      | on a phone   |
        | Bank apps  | at a desktop |
        | Bank apps  | on a phone   |
        | JD Pay     | at a desktop |
        | JD Pay     | on a phone   |
        | UnionPay   | at a desktop |
        | UnionPay   | on a phone   |
        | WoPay      | at a desktop |
        | WoPay      | on a phone   |

    @ROUTE-006.2
    Scenario Outline: They are found the same when notices are lost
      Given a payer who owes ¥128.50 and has chosen <provider>
      And the declared mapping of every hop
      And every notice of <provider> is lost
      When the payer pays with <provider>
      And 10 minutes pass
      Then they are equal at every hop

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

    @ROUTE-006.3
    Scenario Outline: A refund says the same as the payment that it gives back
      Given a payer who owes ¥128.50 and has chosen <provider>
      And the declared mapping of every hop
      When the payer pays with <provider>
      And all messages have arrived
      And the merchant refunds ¥28.50
      And 5 minutes pass
      Then every hop carries the protected fields or has them in its register
      And the refund is the same at every hop

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | JD Pay     |

    @ROUTE-006.4
    Scenario Outline: Bank and clearing institution hear of the same sale
      Given a payer who owes ¥128.50 and has chosen <provider>
      And the declared mapping of every hop
      When the payer pays with <provider>
      And all messages have arrived
      And the merchant refunds ¥28.50
      And 5 minutes pass
      Then every hop carries the protected fields or has them in its register
      And they are equal at every hop

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | UnionPay   |
        | WoPay      |
