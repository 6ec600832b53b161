@notification
Feature: Told until heard
  A provider repeats its notice on a schedule that it publishes. Whoever is told says so at once.

  @NOTI-004 @must @binds-platform @binds-provider
  Rule: NOTI-004 The receiver MUST answer within the profile's time (WeChat 5 s, UnionPay 10 s, …); the sender retries on its published schedule and may repeat even after an answer
    Source: WX and WX-SK, 5 s and the gaps · ALI, eight times in about 25 hours · UP, 10 s      Basis: provider document
    Our reading: an acknowledgement waits for nobody else; notices come at the published times and at no other.

    @NOTI-004.1
    Scenario Outline: No notice arrives
      Given a payer who owes ¥128.50 and has chosen <provider>
      And every notice of <provider> is lost
      When the payer pays with <provider>
      And 25 hours pass
      Then the notice came at the published times

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

    @NOTI-004.2
    Scenario Outline: The first three answers come too late
      Given a payer who owes ¥128.50 and has chosen <provider>
      And the answers to the next 3 notices of <provider> come too late
      When the payer pays with <provider>
      And 25 hours pass
      Then the notice came at the published times
      And every notice was answered in time

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

    @NOTI-004.3
    Scenario Outline: A notice comes while another provider answers nobody
      Given a payer who owes ¥128.50 and has chosen <first>
      And <first> answers nobody
      And the payer chooses <second> instead
      And <second> answers nobody
      When the payer pays with <first>
      And all messages have arrived
      Then every notice was answered in time

      Examples:
        | first      | second     |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |
        | BestPay    | WeChat Pay |
        | HeBao      | WeChat Pay |
        | JD Pay     | WeChat Pay |
        | WoPay      | WeChat Pay |
