@security
Feature: No second-hand messages
  What was said once, of one order, to one party, is not said again by whoever kept a copy.

  @SEC-003 @must @binds-platform @binds-provider
  Rule: SEC-003 Where the profile defines a time window or nonce, a message outside it or reusing one MUST be refused; a retry freshly signed, or with its stable notice id, is the same request
    Source: house · WX-PRB, a request dated more than five minutes off is refused · WX, the same notice may come again      Basis: house
    Our reading: a copy changes nothing, whenever it arrives; a signature counts for the one message that it was made for.

    @SEC-003.1
    Scenario Outline: A message from another time is refused
      Given a payer who owes ¥128.50 and has chosen WeChat Pay
      When WeChat Pay gets a request in the platform's name, <dated>
      And a notice of WeChat Pay arrives that says the order is paid, <dated>
      Then whoever speaks from another time is refused

      Examples:
        | dated             |
        | ten minutes old   |
        | ten minutes ahead |

    @SEC-003.2
    Scenario Outline: A copy does nothing a second time
      Given an order of ¥128.50 that was paid with <provider>
      When the notice of <provider> arrives again, byte for byte, now and 3 minutes later
      And the next request for a refund reaches <provider> twice, byte for byte
      And the merchant refunds ¥28.50
      And 5 minutes pass
      Then the copies have changed nothing

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

    @SEC-003.3
    Scenario Outline: A signature counts for no other order, and a message for no other party
      Given a payer who owes ¥128.50 and has chosen <provider>
      When <provider> gets a request with the signature of another order
      And a notice of <provider> arrives with the signature of another order
      And a genuine notice of <provider> arrives where <other> is expected
      Then what was meant for somewhere else is refused

      Examples:
        | provider   | other      |
        | WeChat Pay | Alipay     |
        | Alipay     | WeChat Pay |
        | BestPay    | WeChat Pay |
        | HeBao      | WeChat Pay |
        | e-CNY      | WeChat Pay |
        | Bank apps  | WeChat Pay |
        | JD Pay     | WeChat Pay |
        | UnionPay   | WeChat Pay |
        | WoPay      | WeChat Pay |

    @SEC-003.4
    Scenario Outline: Who asks again with a fresh signature is understood
      Given an order of ¥128.50 that was paid with <provider>
      When the same notice of <provider> arrives 2 more times
      And <provider> is asked directly for a refund of ¥28.50 twice under one number
      Then nobody takes a retry for a copy

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | e-CNY      |
        | Bank apps  |
        | UnionPay   |
        | WoPay      |
