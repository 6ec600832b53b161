@refund
Feature: Back where it came from
  Money that is given back goes to the account from which it came, through the provider that was paid.

  @REF-001 @must @binds-platform @binds-provider
  Rule: REF-001 A refund MUST return by the original provider to the original funding account, or by the provider's declared exception
    Source: WX, refunds and abnormal refunds · ALI      Basis: provider document
    Our reading: the exception is a refund that cannot reach the account that paid, for which the merchant itself names another account.

    @REF-001.1
    Scenario Outline: A payment is given back in two parts
      Given an order of ¥128.50 that was paid with <provider>
      When the merchant refunds ¥28.50
      And 2 minutes pass
      And the merchant refunds ¥100.00
      And 5 minutes pass
      Then the refund was asked of the provider that was paid
      And the money is back at the account that paid

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

    @REF-001.2
    Scenario Outline: The payer had chosen another provider first
      Given a payer who owes ¥128.50 and has chosen <first>
      When the payer chooses <provider> instead
      And the payer pays with <provider>
      And all messages have arrived
      And the merchant refunds ¥28.50
      And 5 minutes pass
      Then the refund was asked of the provider that was paid
      And the money is back at the account that paid

      Examples:
        | first      | provider   |
        | Alipay     | WeChat Pay |
        | WeChat Pay | Alipay     |
        | BestPay    | WeChat Pay |
        | WeChat Pay | HeBao      |
        | e-CNY      | WeChat Pay |
        | Bank apps  | WeChat Pay |
        | WeChat Pay | JD Pay     |
        | WeChat Pay | UnionPay   |
        | WeChat Pay | WoPay      |

    @REF-001.3
    Scenario: The account that paid is closed
      Given an order of ¥128.50 that was paid with WeChat Pay
      And the payer has closed the account at WeChat Pay since
      When the merchant refunds ¥28.50
      And 5 minutes pass
      And the payer's bank card is named to WeChat Pay for the refund
      And 5 minutes pass
      Then the money is back at the account that paid, or at the one that was named
