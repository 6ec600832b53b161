@notification
Feature: Found in the wallet
  Whoever has paid wants to find later what was paid, to whom, and what came back.

  @NOTI-008 @must @binds-platform @binds-provider
  Rule: NOTI-008 The payer MUST find the payment and its refunds as a voucher and in the bill of the wallet that paid, with the real merchant name, amount, platform order number and route, equal to the platform's record
    Source: ECOM art. 53 · ECOM art. 56 · NET43 art. 28 · WX-TB      Basis: law (by analogy)
    What the sources say: users get accurate confirmation, reconciliation and their records free of charge.
    Our reading: each payment and each refund has one line in the payer's bill and one voucher; nobody else finds them.

    @NOTI-008.1
    Scenario Outline: An order was paid and refunded in part
      Given an order of ¥128.50 that was paid with <provider>
      When the payer looks up the order
      And the payer looks up the bill and the vouchers in <provider>
      And the merchant refunds ¥28.55
      And the payer looks up the bill and the vouchers in <provider>
      And 5 minutes pass
      And the payer looks up the bill and the vouchers in <provider>
      Then the bill has every payment and refund with its voucher, and nothing else
      And the vouchers say the same as the platform's record

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

    @NOTI-008.2
    Scenario Outline: A payment on a phone, refunded as a whole
      Given a merchant who accepts every provider
      And a payer on a phone with an order of ¥19.90
      When the payer chooses <provider>
      And the payer pays with <provider>
      And all messages have arrived
      And the payer looks up the order
      And the merchant refunds ¥19.90
      And 5 minutes pass
      And the payer looks up the bill and the vouchers in <provider>
      Then the bill has every payment and refund with its voucher, and nothing else
      And the vouchers say the same as the platform's record

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

    @NOTI-008.3
    Scenario: Three merchants share one order
      Given three merchants who accept WeChat Pay
      When they sell for ¥30.00, ¥20.50 and ¥9.90 in one order
      And the payer chooses WeChat Pay
      And the payer pays with WeChat Pay
      And all messages have arrived
      And the second of the merchants refunds ¥5.50
      And 5 minutes pass
      And the payer looks up the bill and the vouchers in WeChat Pay
      Then the bill has every payment and refund with its voucher, and nothing else
      And the vouchers say the same as the platform's record

    @NOTI-008.4
    Scenario Outline: A refund comes to nothing
      Given an order of ¥100.00 that was paid with WeChat Pay
      When the merchant refunds ¥60.00
      And the refund at WeChat Pay ends as <end>
      And 5 minutes pass
      And the payer looks up the bill and the vouchers in WeChat Pay
      Then the bill has every payment and refund with its voucher, and nothing else
      And the vouchers say the same as the platform's record

      Examples:
        | end      |
        | closed   |
        | abnormal |

    @NOTI-008.5
    Scenario Outline: The payer gives up in the wallet
      Given a payer who owes ¥128.50 and has chosen <provider>
      When the payer gives up in the wallet of <provider>
      And the payer looks up the bill and the vouchers in <provider>
      Then the bill has every payment and refund with its voucher, and nothing else

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

    @NOTI-008.6
    Scenario Outline: Somebody else with the same wallet looks
      Given an order of ¥128.50 that was paid with <provider>
      When somebody else looks up the bill and the vouchers in <provider>
      Then the bill has every payment and refund with its voucher, and nothing else

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
