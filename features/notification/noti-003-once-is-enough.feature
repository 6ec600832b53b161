@notification
Feature: Once is enough
  Providers repeat their notices until they are heard, and sometimes after.

  @NOTI-003 @must @binds-platform
  Rule: NOTI-003 The same notice, however often and however concurrently delivered, MUST have one effect and be answered as success
    Source: WX, the same notice may repeat; check state under a lock · ALI      Basis: provider document
    Our reading: the goods go once, and the tenth notice is acknowledged like the first.

    @NOTI-003.1
    Scenario Outline: A notice arrives five times, one after another
      Given an order of ¥128.50 that was paid with <provider>
      When the same notice of <provider> arrives 5 more times
      Then the order takes effect once
      And every one of them is acknowledged

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

    @NOTI-003.2
    Scenario Outline: Five notices arrive at once
      Given a payer who owes ¥128.50 and has chosen <provider>
      And every notice of <provider> is lost
      And the payer pays with <provider>
      When 5 notices of <provider> arrive at once
      Then the order takes effect once
      And every one of them is acknowledged

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
