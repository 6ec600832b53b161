@notification
Feature: Notices are checked before anything in them is used
  A notice says that money has moved. Anybody can write one; only the provider can sign one.

  @NOTI-001 @must @binds-platform
  Rule: NOTI-001 A notice MUST be checked over the content that its protocol signs before anything in it is used; a bad one changes nothing
    Source: WX, verify signature and content · ALI, verify first · UP, reject what is badly signed      Basis: provider document
    Our reading: a notice without a fitting signature is refused, and the order stays exactly as it was.

    @NOTI-001.1
    Scenario Outline: A notice whose signature does not fit changes nothing
      Given a payer who owes ¥128.50 and has chosen <provider>
      When a notice of <provider> arrives that says the order is paid, <forgery>
      Then the order is as it was before
      And the notice is not acknowledged

      Examples:
        | provider   | forgery                 |
        | WeChat Pay | unsigned                |
        | WeChat Pay | signed with another key |
        | WeChat Pay | one bit changed         |
        | WeChat Pay | rewritten after signing |
        | Alipay     | unsigned                |
        | Alipay     | signed with another key |
        | Alipay     | one bit changed         |
        | Alipay     | rewritten after signing |
        | BestPay    | unsigned                |
        | BestPay    | signed with another key |
        | BestPay    | one bit changed         |
        | BestPay    | rewritten after signing |
        | HeBao      | unsigned                |
        | HeBao      | signed with another key |
        | HeBao      | one bit changed         |
        | HeBao      | rewritten after signing |
        | e-CNY      | unsigned                |
        | e-CNY      | signed with another key |
        | e-CNY      | one bit changed         |
        | e-CNY      | rewritten after signing |
        | Bank apps  | unsigned                |
        | Bank apps  | signed with another key |
        | Bank apps  | one bit changed         |
        | Bank apps  | rewritten after signing |
        | JD Pay     | unsigned                |
        | JD Pay     | signed with another key |
        | JD Pay     | one bit changed         |
        | JD Pay     | rewritten after signing |
        | UnionPay   | unsigned                |
        | UnionPay   | signed with another key |
        | UnionPay   | one bit changed         |
        | UnionPay   | rewritten after signing |
        | WoPay      | unsigned                |
        | WoPay      | signed with another key |
        | WoPay      | one bit changed         |
        | WoPay      | rewritten after signing |

    @NOTI-001.2
    Scenario Outline: A genuine notice still counts after a bad one
      Given a payer who owes ¥128.50 and has chosen <provider>
      When a notice of <provider> arrives that says the order is paid, unsigned
      Then the order is as it was before
      When the payer pays with <provider>
      And all messages have arrived
      Then the order is paid by the genuine notice

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
