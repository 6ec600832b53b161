@reconciliation
Feature: A bill is used whole or not at all
  A file on its way can be damaged, cut, exchanged, or not written yet.

  @REC-002 @must @binds-platform
  Rule: REC-002 A bill MUST be used only when complete, authentic and not before its publication time
    Source: WX, a bill is there from nine or ten of the next day, with a digest · ALI, about nine      Basis: provider document
    Our reading: a bill that does not fit its digest, checksum or sums is not used in part; it is fetched again.

    @REC-002.1
    Scenario Outline: The bill is asked for once it is published
      Given an order of ¥128.50 that was paid with <provider>
      When the bills of the day have been published
      Then no bill was asked for before its publication

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

    @REC-002.2
    Scenario Outline: The file is damaged on its way
      Given an order of ¥128.50 that was paid with <provider>
      And the next file of a bill of <provider> is damaged on its way
      When it is nine in the morning of the next day
      Then nothing of the bill is used
      When the bills of the day have been published
      Then the bill has been fetched again and is used

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

    @REC-002.3
    Scenario Outline: Somebody else hands out a file
      Given an order of ¥128.50 that was paid with <provider>
      And somebody else answers in the place of <provider> when its bill is fetched
      When it is nine in the morning of the next day
      Then nothing of the bill is used
      When the bills of the day have been published
      Then the bill has been fetched again and is used

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
