@notification
Feature: Whoever is not told asks
  Delivery of notices is not guaranteed. The truth is at the provider.

  @NOTI-005 @must @binds-platform
  Rule: NOTI-005 If no notice arrives the platform MUST find the result by query, within the first-look time and the query budget
    Source: WX, query when no notice arrives, first look within a minute · UP and UPI-API, suggested times      Basis: provider document
    Our reading: time and number of the questions are those of the provider's profile.

    @NOTI-005.1
    Scenario Outline: Every notice is lost
      Given a payer who owes ¥128.50 and has chosen <provider>
      And every notice of <provider> is lost
      When the payer pays with <provider>
      And 20 minutes pass
      Then the platform has found the payment
      And it asked for the first time early enough
      And it asked no more often than it may

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

    @NOTI-005.2
    Scenario Outline: The payer takes his time and every notice is lost
      Given a payer who owes ¥128.50 and has chosen <provider>
      And every notice of <provider> is lost
      When 7 minutes pass
      And the payer pays with <provider>
      And 20 minutes pass
      Then the platform has found the payment
      And it asked for the first time early enough
      And it asked no more often than it may

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
