@security
Feature: The key that is named
  Keys change. A message says which key signed it, and that key is the one that counts.

  @SEC-002 @must @binds-platform @binds-provider
  Rule: SEC-002 The verifying key MUST be chosen by the identity the protocol gives; unknown, expired or revoked keys are refused; rotation loses no message
    Source: WX, the key is chosen by serial; several certificates overlap during rotation · ESIGN art. 15      Basis: provider document
    Our reading: a genuine signature under an unknown name is refused; a new key that the provider has published is understood.

    @SEC-002.1
    Scenario: A platform refuses a notice that names an unknown key
      Given a payer who owes ¥128.50 and has chosen WeChat Pay
      When a notice of WeChat Pay arrives that says the order is paid, named key unknown
      Then whoever names an unknown key is refused

    @SEC-002.2
    Scenario Outline: A provider refuses a request that names an unknown key
      Given an order of ¥128.50 that was paid with <provider>
      When <provider> gets a request in the platform's name, named key unknown
      Then whoever names an unknown key is refused

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

    @SEC-002.3
    Scenario Outline: A provider changes its key while a payment is under way
      Given a payer who owes ¥128.50 and has chosen <provider>
      And <provider> has published a new key and signs with it
      When the payer pays with <provider>
      And all messages have arrived
      Then nothing was lost in the change

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | e-CNY      |
        | Bank apps  |
        | UnionPay   |
