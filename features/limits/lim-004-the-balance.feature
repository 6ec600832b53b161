@limits
Feature: Payments from the balance
  What lies in a wallet is protected by how well its holder is recognised.

  @LIM-004 @must @binds-provider
  Rule: LIM-004 Balance payments MUST keep the day limits of the factor level, and at the lowest level the institution bears the loss
    Source: NET43-M art. 24      Basis: unconfirmed
    What the source says, from memory: two factors with a certificate as agreed, two others 5 000, fewer 1 000 and all loss.
    Our reading: sums of the day per level; a disowned payment at the lowest level is made good at once.

    @LIM-004.1
    Scenario Outline: Up to the limit of the day, and not a fen more
      Given a payer who confirms at Alipay with <factors>
      And the payer pays at Alipay from the balance
      When the payer tries to pay <limit> with Alipay
      And the payer tries to pay ¥0.01 with Alipay
      Then payments from the balance are taken within the limits of the day, and no others

      Examples:
        | factors                | limit     |
        | payment-password       | ¥1,000.00 |
        | payment-password, face | ¥5,000.00 |

    @LIM-004.2
    Scenario Outline: Somebody else has paid with the password
      Given a payer who confirms at <provider> with payment-password
      And the payer pays at <provider> from the balance
      When the payer tries to pay ¥88.00 with <provider>
      And the payer says that he never made that payment
      Then the institution bears the loss

      Examples:
        | provider   |
        | WeChat Pay |
        | Alipay     |
        | BestPay    |
        | HeBao      |
        | JD Pay     |
        | WoPay      |
        | UnionPay   |
        | e-CNY      |
        | Bank apps  |
