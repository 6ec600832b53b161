@refund
Feature: The limits of refunds
  Providers take refunds for so long, so many times, and not too soon after one another.

  @REF-005 @must @binds-platform @binds-provider
  Rule: REF-005 A refund outside the profile's window, count or gap MUST be refused with the reason and what the user can do instead
    Source: WX, one year, fifty refunds, a minute between · ALI, twelve months, three seconds between      Basis: provider document
    Our reading: the last instant, the last number and the first instant after the gap are still taken.

    @REF-005.1 @no-books
    Scenario Outline: The last moment, and the one after it
      Given an order of ¥100.00 that was paid with <provider>
      And <provider> has published its limits of refunds
      When the last moment for refunds at <provider> has come
      And the merchant refunds ¥10.00
      And 5 minutes pass
      And the merchant refunds ¥20.00
      Then refunds within the limits are taken, and no others
      And the merchant learns which limit it was and what to do instead

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

    @REF-005.2 @no-books
    Scenario Outline: The provider keeps its window itself
      Given an order of ¥100.00 that was paid with <provider>
      And <provider> has published its limits of refunds
      When the last moment for refunds at <provider> has come
      And <provider> is asked directly for a refund of ¥10.00
      And 5 minutes pass
      And <provider> is asked directly for a refund of ¥20.00
      Then refunds within the limits are taken, and no others

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

    @REF-005.3
    Scenario: As many refunds as there may be, and one more
      Given an order of ¥100.00 that was paid with WeChat Pay
      And WeChat Pay has published its limits of refunds
      When the merchant refunds ¥1.00 as often as WeChat Pay takes it, and once more
      Then refunds within the limits are taken, and no others
      And the merchant learns which limit it was and what to do instead

    @REF-005.4
    Scenario: The provider counts itself
      Given an order of ¥100.00 that was paid with WeChat Pay
      And WeChat Pay has published its limits of refunds
      When WeChat Pay is asked directly for refunds of ¥1.00 as often as it takes them, and once more
      Then refunds within the limits are taken, and no others

    @REF-005.5
    Scenario Outline: One refund too soon after another
      Given an order of ¥100.00 that was paid with <provider>
      And <provider> has published its limits of refunds
      When the merchant refunds ¥10.00
      And all but one second of the gap of <provider> passes
      And the merchant refunds ¥20.00
      And 1 second passes
      And the merchant refunds ¥30.00
      Then refunds within the limits are taken, and no others
      And the merchant learns which limit it was and what to do instead

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
