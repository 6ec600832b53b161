@limits
Feature: The last fen
  At the edge of a limit every fen counts, and no two payments share one.

  @LIM-007 @must @binds-provider
  Rule: LIM-007 A limit MUST be exact under concurrency: the last allowed fen passes, the next is refused, and a refused payment uses nothing up
    Source: house      Basis: house
    Our reading: payments that are confirmed at the same moment are counted one after another.

    @LIM-007.1
    Scenario Outline: Ten at once for the last fen
      Given a payer who confirms at <provider> with payment-password
      And the payer pays at <provider> from the balance
      When the payer tries to pay ¥999.97 with <provider>
      And the payer confirms 10 payments of ¥0.01 with <provider> at the same moment
      Then the limit is exact

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

    @LIM-007.2
    Scenario Outline: What is refused is not used up
      Given a payer who confirms at <provider> with payment-password
      And the payer pays at <provider> from the balance
      When the payer tries to pay ¥600.00 with <provider>
      And the payer tries to pay ¥500.00 with <provider>
      And the payer tries to pay ¥400.00 with <provider>
      Then the refused payment has used nothing up

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
