@refund
Feature: One number, one refund
  Whoever is not sure whether a refund was carried out asks again under the same number.

  @REF-003 @must @binds-platform @binds-provider
  Rule: REF-003 A retry after an unknown result MUST reuse the refund number; after a final failure the profile decides; one number never refunds twice
    Source: WX, same refund number is one refund; retry with the same number · ALI, out_request_no · JD      Basis: provider document
    Our reading: a changed number turns doubt into a second refund.

    @REF-003.1
    Scenario Outline: The answer to a refund is lost
      Given an order of ¥128.50 that was paid with <provider>
      And every notice of <provider> is lost
      And the next answer of <provider> is lost
      When the merchant refunds ¥28.50
      And 5 minutes pass
      Then the retry has the number of the first request
      And each refund number was carried out once

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

    @REF-003.2
    Scenario Outline: A merchant asks twice under one number
      Given an order of ¥128.50 that was paid with <provider>
      When the merchant refunds ¥28.50 twice under one number
      And 5 minutes pass
      Then each refund number was carried out once

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

    @REF-003.3
    Scenario Outline: The provider is asked twice under one number
      Given an order of ¥128.50 that was paid with <provider>
      When <provider> is asked directly for a refund of ¥28.50 twice under one number
      And 5 minutes pass
      Then each refund number was carried out once

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
