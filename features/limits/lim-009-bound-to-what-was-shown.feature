@limits
Feature: Bound to what was shown
  A confirmation is for one payee and one amount.

  @LIM-009 @must @binds-provider
  Rule: LIM-009 Authentication MUST be bound to payee and amount; any change voids it
    Source: EU-RTS art. 5 · ESIGN art. 13      Basis: benchmark (by analogy)
    What the source says: the payer sees amount and payee, the code is bound to both, and any change voids it.
    Our reading: what was confirmed for one payment carries out no other, and is still good for its own.

    @LIM-009.1
    Scenario Outline: A confirmation for one payment, used for another
      Given a payer who looks at a payment of ¥10.00 to the tea house in the wallet of <provider>
      When the confirmation is used for a payment of <amount> to the <merchant>
      Then it carries out what it was given for, and nothing else

      Examples:
        | provider   | amount   | merchant  |
        | WeChat Pay | ¥1000.00 | tea house |
        | WeChat Pay | ¥10.00   | book shop |
        | Alipay     | ¥1000.00 | tea house |
        | Alipay     | ¥10.00   | book shop |
        | BestPay    | ¥1000.00 | tea house |
        | BestPay    | ¥10.00   | book shop |
        | HeBao      | ¥1000.00 | tea house |
        | HeBao      | ¥10.00   | book shop |
        | JD Pay     | ¥1000.00 | tea house |
        | WoPay      | ¥1000.00 | tea house |
        | WoPay      | ¥10.00   | book shop |
        | UnionPay   | ¥1000.00 | tea house |
        | UnionPay   | ¥10.00   | book shop |
        | e-CNY      | ¥1000.00 | tea house |
        | e-CNY      | ¥10.00   | book shop |
        | Bank apps  | ¥1000.00 | tea house |
        | Bank apps  | ¥10.00   | book shop |
