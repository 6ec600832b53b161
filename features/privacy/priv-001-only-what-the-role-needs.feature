@privacy
Feature: Only what the role needs
  Each party gets what it needs to do its part. The rest is nobody's business.

  @PRIV-001 @must @binds-platform @binds-provider
  Rule: PRIV-001 Each party MUST receive only the fields its role needs, by a declared allow-list
    Source: PIPL art. 6 · NBPI art. 32      Basis: law (by analogy)
    Our reading: for each hop and kind of message a dated list says which fields are told and what for; nothing else is told.

    @PRIV-001.1
    Scenario Outline: A payment and its refund tell nothing beyond the list
      Given a merchant who accepts every provider
      And the declared fields of every message
      And a payer <device> with a basket of ¥128.50
      When the payer chooses <provider>
      And the payer pays with <provider>
      And 5 minutes pass
      And the merchant refunds ¥28.50
      And 5 minutes pass
      And the payer looks up the bill and the vouchers in <provider>
      Then nobody was told more than the list allows

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

    @PRIV-001.2
    Scenario Outline: Asking and closing tell nothing beyond the list
      Given a merchant who accepts every provider
      And the declared fields of every message
      And a payer with an order of ¥128.50
      And every notice of <provider> is lost
      When the payer chooses <provider>
      And the payer chooses <other> instead
      And the payer pays with <other>
      And 35 minutes pass
      Then nobody was told more than the list allows

      Examples:
        | provider   | other      |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |
        | BestPay    | WeChat Pay |
        | HeBao      | WeChat Pay |
        | e-CNY      | WeChat Pay |
        | Bank apps  | WeChat Pay |
        | JD Pay     | WeChat Pay |
        | UnionPay   | WeChat Pay |
        | WoPay      | WeChat Pay |

    @PRIV-001.3
    Scenario: A shared order and its day tell nothing beyond the list
      Given three merchants who accept WeChat Pay
      And the declared fields of every message
      When they sell for ¥30.00, ¥20.50 and ¥9.90 in one order
      And the payer chooses WeChat Pay
      And the payer pays with WeChat Pay
      And all messages have arrived
      And the second of the merchants refunds ¥5.50
      And the bills of the day have been published
      And each merchant looks up its part of the order and of the money
      Then nobody was told more than the list allows
