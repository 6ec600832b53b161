@choice
Feature: What is shown is what is done
  Before a payer confirms, the page says to whom, how much, by whom and with which extras. Exactly that is carried out.

  @CHO-007 @must @binds-platform @binds-provider
  Rule: CHO-007 Before confirming, the user MUST see the real payee name, amount, provider and any fee, and what is executed MUST equal what was shown
    Source: ECOM art. 55 · NET43 art. 27 · NBPI art. 34 · EU-RTS art. 5      Basis: law (by analogy)
    What the source says: the user checks payee and amount before sending the order, and the institution lets him confirm
    names and amount before it executes.
    Our reading: the cashier is the page of confirmation. What has changed since it was opened, or was changed on its way
    back, stops; the payer is told and sees the page anew.

    @CHO-007.1
    Scenario Outline: Payee and amount at the cashier and in the wallet, and the same on the wire
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      And the payer reads <language>
      And the merchant gives a discount of <discount> by <provider>
      When the payer opens the cashier
      Then payee, amount and provider are shown before confirming
      When the payer chooses <provider>
      Then what is executed is what was shown
      When the payer looks at the page of <provider>
      Then the wallet shows the same payee and amount
      When the payer pays with <provider>
      And all messages have arrived
      Then what is executed is what was shown

      Examples:
        | provider   | language | discount |
        | WeChat Pay | Chinese  | ¥3.00    |
        | Alipay     | English  | ¥3.00    |
        | UnionPay   | English  | ¥3.00    |
        | BestPay    | English  | ¥3.00    |
        | HeBao      | English  | ¥3.00    |
        | e-CNY      | English  | ¥3.00    |
        | Bank apps  | English  | ¥3.00    |
        | JD Pay     | English  | ¥3.00    |
        | WoPay      | English  | ¥3.00    |

    @CHO-007.2
    Scenario Outline: What has changed since the page was opened stops the payment
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      When <change> while the payer has the page of <provider> open
      And the payer confirms <provider> on that page
      Then nothing is started and the payer is told
      When the payer chooses <provider>
      Then what is executed is what was shown

      Examples:
        | change                                 | provider   |
        | the merchant changes the price         | WeChat Pay |
        | the merchant changes the price         | Alipay     |
        | a discount comes in                    | WeChat Pay |
        | a discount comes in                    | Alipay     |
        | the merchant changes the price         | UnionPay   |
        | a discount comes in                    | UnionPay   |
        | the merchant changes the price         | HeBao      |
        | a discount comes in                    | HeBao      |
        | the merchant changes the price         | JD Pay     |
        | the merchant changes the price         | WoPay      |
        | a discount comes in                    | WoPay      |

    @CHO-007.3
    Scenario Outline: A form that was changed on its way back stops the payment
      Given a merchant who accepts every provider
      And a payer with an order of ¥128.50
      When the payer confirms <provider> on a page that <is changed>
      Then nothing is started and the payer is told

      Examples:
        | provider   | is changed                         |
        | WeChat Pay | says another thing by one letter   |
        | Alipay     | says another thing by one letter   |
        | WeChat Pay | says of it what it says of another |
        | Alipay     | says nothing of what it showed     |
        | UnionPay   | says another thing by one letter   |
        | UnionPay   | says nothing of what it showed     |
        | BestPay    | says another thing by one letter   |
        | BestPay    | says nothing of what it showed     |
        | HeBao      | says another thing by one letter   |
        | HeBao      | says nothing of what it showed     |
        | e-CNY      | says another thing by one letter   |
        | e-CNY      | says nothing of what it showed     |
        | Bank apps  | says another thing by one letter   |
        | Bank apps  | says nothing of what it showed     |
        | JD Pay     | says another thing by one letter   |
        | WoPay      | says another thing by one letter   |
        | WoPay      | says nothing of what it showed     |
