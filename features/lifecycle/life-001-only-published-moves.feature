@lifecycle
Feature: A payment has a published life
  Whoever looks at an order knows what may come next, and what may not.

  @LIFE-001 @must @binds-platform @binds-provider
  Rule: LIFE-001 A payment MUST move only along the published state machine
    Source: HOUSE · WX-SK, states of an order · ALI-SDK, trade_status      Basis: house
    Our reading: open, then paid or closed; once paid it can only be refunded. Everything else is refused and changes nothing.

    @LIFE-001.1 @property
    Scenario: Whatever befalls an order at the platform
      Given whatever may befall an order at the platform, in any order
      Then the order, its payments and refunds move only as published
      And what may not be asked of the order is refused

    @LIFE-001.2 @property
    Scenario: Whatever is asked of a trade at a provider
      Given whatever may be asked of a trade at a provider, in any order
      Then the trade and its refunds move only as published
      And what may not be asked of the trade is refused

    @LIFE-001.3
    Scenario Outline: An order that was paid and given back
      Given a payer who owes ¥100.00 and has chosen <provider>
      And <provider> is asked directly how the payment stands
      And the payer pays with <provider>
      And all messages have arrived
      When <provider> is asked directly to close the payment, and to take it once more
      And <provider> is asked directly how the payment stands
      And the merchant refunds ¥100.00
      And 5 minutes pass
      And <provider> is asked directly how the payment stands
      Then the platform has moved only as published
      And the provider has moved only as published
      And what may not be asked was refused

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | JD Pay     |
        | Bank apps  |
        | WoPay      |
        | UnionPay   |

    @LIFE-001.4
    Scenario Outline: Through every entrance the same life
      When a payment goes through the <entrance> of <provider>, is paid, and a part goes back
      Then the provider has moved only as published

      Examples:
        | provider   | entrance      |
        | WeChat Pay | phone page    |
        | WeChat Pay | app           |
        | WeChat Pay | merchant code |
        | WeChat Pay | payer code    |
        | Alipay     | web page      |
        | Alipay     | phone page    |
        | Alipay     | app           |
        | Alipay     | merchant code |
        | Alipay     | payer code    |
        | BestPay    | web page      |
        | BestPay    | phone page    |
        | BestPay    | payer code    |
        | HeBao      | web page      |
        | HeBao      | phone page    |
        | HeBao      | payer code    |
        | JD Pay     | web page      |
        | JD Pay     | phone page    |
        | JD Pay     | app           |
        | JD Pay     | merchant code |
        | JD Pay     | payer code    |
        | e-CNY      | phone page    |
        | e-CNY      | app           |
        | e-CNY      | merchant code |
        | e-CNY      | payer code    |
        | Bank apps  | web page      |
        | Bank apps  | phone page    |
        | WoPay      | web page      |
        | WoPay      | phone page    |
        | UnionPay   | web page      |
        | UnionPay   | phone page    |
        | UnionPay   | app           |
        | UnionPay   | merchant code |
        | UnionPay   | payer code    |
