@privacy
Feature: No password kept, no card shown
  A password is for one moment. A card number is for nobody's eyes.

  @PRIV-003 @must @binds-platform @binds-provider
  Rule: PRIV-003 Password-class data MUST NOT be stored or logged, and card numbers are shown at most as BIN and last four
    Source: JRT0171, category C3 · PCI 3.3.1, 3.4.1      Basis: unconfirmed
    Our reading: the password that a payer types is in no book, database, history or output afterwards; no page shows a whole card.

    @PRIV-003.1
    Scenario Outline: The password is forgotten as soon as it has served
      Given a payer who owes ¥128.50 and has chosen <provider>
      When the payer pays with <provider>
      And 5 minutes pass
      And everything is searched for passwords and card numbers
      Then no password is anywhere
      And no card number is anywhere

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

    @PRIV-003.2
    Scenario Outline: A page shows who issued a card and its last four digits
      Given a payer who owes ¥128.50 and has chosen <provider>
      When the payer pays with <provider>
      Then every card was shown masked

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
