@refund
Feature: Never more than was paid
  Refunds come in parts, and several may be under way at once.

  @REF-002 @must @binds-platform @binds-provider
  Rule: REF-002 Refunds of an order MUST never sum to more than was paid, concurrent requests included
    Source: WX, total of refunds not above the order · ALI      Basis: provider document
    Our reading: refunds under way count like refunds that are done.

    @REF-002.1
    Scenario Outline: A merchant asks for more than is left
      Given an order of ¥100.00 that was paid with <provider>
      When the merchant refunds ¥60.00
      And the merchant refunds ¥40.01
      And 5 minutes pass
      Then no more is given back than was paid
      And what is too much is refused

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

    @REF-002.2
    Scenario Outline: Five refunds race for the rest
      Given an order of ¥100.00 that was paid with <provider>
      When the merchant asks for 5 refunds of ¥30.00 at once
      And 5 minutes pass
      Then no more is given back than was paid
      And what is too much is refused

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

    @REF-002.3
    Scenario Outline: The provider keeps count itself
      Given an order of ¥100.00 that was paid with <provider>
      When <provider> is asked directly for refunds of ¥60.00, ¥40.00 and ¥0.01
      And 5 minutes pass
      Then no more is given back than was paid
      And what is too much is refused

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
