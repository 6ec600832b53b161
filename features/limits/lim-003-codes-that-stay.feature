@limits
Feature: Codes that stay
  A printed code can be exchanged for another, so little is paid with it.

  @LIM-003 @must @binds-provider
  Rule: LIM-003 Static-code payments MUST not exceed 500 a day whatever the factors
    Source: BAR296      Basis: rule
    What the source says: level D, static codes, 500 a day whatever the factors.
    Our reading: one sum of the day for all printed codes.

    @LIM-003.1
    Scenario Outline: Five hundred a day, however well the payer is recognised
      Given a payer who confirms at <provider> with <factors>
      When the payer tries to pay ¥499.99 to a printed code with <provider>
      And the payer tries to pay ¥0.01 to a printed code with <provider>
      And the payer tries to pay ¥0.01 to a printed code with <provider>
      Then payments with printed codes are taken within the limit of the day, and no others

      Examples:
        | provider   | factors                              |
        | WeChat Pay | payment-password                     |
        | WeChat Pay | payment-password, device-certificate |
        | Alipay     | payment-password, device-certificate |
        | BestPay    | payment-password, device-certificate |
        | HeBao      | payment-password, device-certificate |
        | WoPay      | payment-password, device-certificate |
        | UnionPay   | payment-password, device-certificate |
        | JD Pay     | payment-password, device-certificate |
        | e-CNY      | payment-password, device-certificate |
        | Bank apps  | payment-password, device-certificate |
