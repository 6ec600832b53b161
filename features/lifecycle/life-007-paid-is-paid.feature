@lifecycle
Feature: Paid is paid
  Once money has moved, nothing that arrives later makes it unmoved. What must be corrected is corrected openly.

  @LIFE-007 @must @binds-platform @binds-provider
  Rule: LIFE-007 The outcome of a debit MUST stay final; published later states (refunded, closed after full refund) are legal; corrections are refunds or reversals that name the original
    Source: MOJA, invariants 3 and 5 · WX-SK, states of an order · ALI-SDK, trade_status      Basis: benchmark (by analogy)
    Our reading: a contrary notice after a success changes nothing, however genuine; money goes back by a numbered refund only.

    @LIFE-007.1 @property
    Scenario: Whatever the platform hears after a success
      Given whatever may befall an order at the platform, in any order
      Then what the platform called paid stays paid

    @LIFE-007.2 @property
    Scenario: Whatever the provider is asked after a success
      Given whatever may be asked of a trade at a provider, in any order
      Then what was paid at the provider stays paid

    @LIFE-007.3
    Scenario Outline: A genuine notice says the contrary
      Given an order of ¥128.50 that was paid with <provider>
      When a genuine notice of <provider> arrives that says the payment is <contrary>
      And 60 minutes pass
      And <provider> is asked directly how the payment stands
      Then the order is paid as before
      And the provider calls it paid as before

      Examples:
        | provider   | contrary |
        | WeChat Pay | closed   |
        | WeChat Pay | unpaid   |
        | Alipay     | closed   |
        | Alipay     | unpaid   |
        | BestPay    | closed   |
        | BestPay    | unpaid   |
        | HeBao      | closed   |
        | HeBao      | unpaid   |
        | e-CNY      | closed   |
        | e-CNY      | unpaid   |
        | Bank apps  | closed   |
        | Bank apps  | unpaid   |
        | JD Pay     | closed   |
        | JD Pay     | unpaid   |
        | UnionPay   | closed   |
        | UnionPay   | unpaid   |
        | WoPay      | closed   |
        | WoPay      | unpaid   |

    @LIFE-007.4
    Scenario Outline: The whole amount is given back
      Given an order of ¥128.50 that was paid with <provider>
      When the merchant refunds ¥100.00
      And the merchant refunds ¥28.50
      And 5 minutes pass
      And <provider> is asked directly how the payment stands
      Then the order is paid as before
      And the provider calls it paid as before
      And what went back names the payment

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
