@notification
Feature: Late is not new
  Notices overtake one another. What is old when it arrives is not news.

  @NOTI-006 @must @binds-platform
  Rule: NOTI-006 Late or out-of-order notices MUST never move a payment backwards
    Source: HOUSE · WX-SK, notices may repeat and come from several senders      Basis: house
    Our reading: in whatever order the same notices arrive, nothing goes back, and the end is the same.

    @NOTI-006.1
    Scenario Outline: Every notice comes twenty minutes late
      Given a payer who owes ¥100.00 and has chosen <provider>
      And the notices of <provider> come 20 minutes late
      And the payer pays with <provider>
      And 1 minute passes
      When the merchant refunds ¥60.00
      And the merchant refunds ¥40.00
      And the order is looked at every minute for 30 minutes
      Then it has never moved backwards

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

    @NOTI-006.2 @property
    Scenario: Every order of a few notices
      Given every order in which a few notices can arrive
      Then nothing moves backwards in any of them
      And all of them end the same
