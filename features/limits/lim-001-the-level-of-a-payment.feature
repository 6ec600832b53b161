@limits
Feature: How well a payer was recognised
  How much may be paid depends on how well the payer was recognised.

  @LIM-001 @must @binds-provider
  Rule: LIM-001 The level MUST follow from the factors really used; two of one kind count as one
    Source: BAR296 · NET43-M art. 22      Basis: rule
    What the source says: three kinds of factors, known, held and inherent; levels by how many kinds, and by a certificate.
    Our reading: A for two kinds with a certificate or signature among them, B for two other kinds, C for fewer.

    @LIM-001.1
    Scenario Outline: What the payer confirms with decides the level
      Given a payer who confirms at <provider> with <factors>
      When the payer tries to pay ¥10.00 with <provider>
      Then the wallet takes the payment for level <level>

      Examples:
        | provider   | factors                                    | level |
        | WeChat Pay | payment-password                           | C     |
        | WeChat Pay | payment-password, security-question        | C     |
        | WeChat Pay | text-message-code, device-certificate      | C     |
        | WeChat Pay | fingerprint, face                          | C     |
        | WeChat Pay | payment-password, text-message-code        | B     |
        | WeChat Pay | payment-password, face                     | B     |
        | WeChat Pay | payment-password, device-certificate       | A     |
        | Alipay     | fingerprint, electronic-signature          | A     |
        | Alipay     | security-question, text-message-code, face | B     |
        | BestPay    | fingerprint, electronic-signature          | A     |
        | BestPay    | security-question, text-message-code, face | B     |
        | HeBao      | fingerprint, electronic-signature          | A     |
        | HeBao      | security-question, text-message-code, face | B     |
        | WoPay      | fingerprint, electronic-signature          | A     |
        | WoPay      | security-question, text-message-code, face | B     |
        | UnionPay   | payment-password, face                     | B     |
        | JD Pay     | payment-password, face                     | B     |
        | e-CNY      | payment-password, face                     | B     |
        | Bank apps  | payment-password, face                     | B     |
