@lifecycle
Feature: Money is whole fen
  A fen is the smallest coin. Nothing is lost between yuan and fen.

  @LIFE-009 @must @binds-platform @binds-provider
  Rule: LIFE-009 Ledgers MUST hold whole fen of CNY, safe integers per payment, exact totals; wires convert exactly by their declared conversion
    Source: house · MOJA 17, fixed point only      Basis: house
    Our reading: an amount that is not whole fen above zero is refused; yuan on a wire equal the fen to the last digit.

    @LIFE-009.1
    Scenario Outline: A platform refuses what is not an amount
      Given a merchant who accepts every provider
      When the merchant sends an order of <amount>
      Then the amount is refused

      Examples:
        | amount                  |
        | no fen                  |
        | minus one fen           |
        | half a fen              |
        | more fen than are exact |
        | one US dollar           |

    @LIFE-009.2
    Scenario Outline: A provider refuses what is not an amount
      Given a merchant who accepts every provider
      When <provider> is asked for a payment of <amount>
      Then the amount is refused

      Examples:
        | provider   | amount        |
        | WeChat Pay | no fen        |
        | WeChat Pay | minus one fen |
        | WeChat Pay | half a fen    |
        | Alipay     | no fen        |
        | Alipay     | minus one fen |
        | Alipay     | half a fen    |
        | BestPay    | no fen        |
        | BestPay    | minus one fen |
        | BestPay    | half a fen    |
        | HeBao      | no fen        |
        | HeBao      | minus one fen |
        | HeBao      | half a fen    |
        | e-CNY      | no fen        |
        | e-CNY      | minus one fen |
        | e-CNY      | half a fen    |
        | Bank apps  | no fen        |
        | Bank apps  | minus one fen |
        | Bank apps  | half a fen    |
        | JD Pay     | no fen        |
        | JD Pay     | minus one fen |
        | JD Pay     | half a fen    |
        | UnionPay   | no fen        |
        | UnionPay   | minus one fen |
        | UnionPay   | half a fen    |
        | WoPay      | no fen        |
        | WoPay      | minus one fen |
        | WoPay      | half a fen    |

    @LIFE-009.3
    Scenario Outline: The amount is the same on every wire
      Given a payer who owes <amount> and has chosen <provider>
      When the payer pays with <provider>
      And all messages have arrived
      Then the amount is the same everywhere
      And every amount is whole fen

      Examples:
        | provider   | amount     |
        | WeChat Pay | ¥0.01      |
        | WeChat Pay | ¥0.29      |
        | WeChat Pay | ¥19.99     |
        | WeChat Pay | ¥4.35      |
        | Alipay     | ¥0.01      |
        | Alipay     | ¥0.29      |
        | Alipay     | ¥19.99     |
        | Alipay     | ¥4.35      |
        | Alipay     | ¥49,999.99 |
        | BestPay    | ¥0.01      |
        | BestPay    | ¥0.29      |
        | BestPay    | ¥19.99     |
        | BestPay    | ¥4.35      |
        | BestPay    | ¥49,999.99 |
        | HeBao      | ¥0.01      |
        | HeBao      | ¥0.29      |
        | HeBao      | ¥19.99     |
        | HeBao      | ¥4.35      |
        | HeBao      | ¥49,999.99 |
        | e-CNY      | ¥0.01      |
        | e-CNY      | ¥0.29      |
        | e-CNY      | ¥19.99     |
        | e-CNY      | ¥4.35      |
        | e-CNY      | ¥49,999.99 |
        | Bank apps  | ¥0.01      |
        | Bank apps  | ¥0.29      |
        | Bank apps  | ¥19.99     |
        | Bank apps  | ¥4.35      |
        | Bank apps  | ¥49,999.99 |
        | JD Pay     | ¥0.01      |
        | UnionPay   | ¥0.01      |
        | UnionPay   | ¥0.29      |
        | UnionPay   | ¥19.99     |
        | UnionPay   | ¥4.35      |
        | UnionPay   | ¥49,999.99 |
        | WoPay      | ¥0.01      |
        | WoPay      | ¥0.29      |
        | WoPay      | ¥19.99     |
        | WoPay      | ¥4.35      |
        | WoPay      | ¥49,999.99 |
