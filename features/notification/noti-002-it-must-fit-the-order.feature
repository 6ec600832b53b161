@notification
Feature: A notice fits its order
  A genuine signature says who speaks, not that he speaks of this order.

  @NOTI-002 @must @binds-platform
  Rule: NOTI-002 A genuine notice MUST also match order, amount, merchant and application, else be ignored and recorded
    Source: ALI, compare order number, amount, seller and application, else ignore · WX, verify signature and content      Basis: provider document
    Our reading: a notice with one wrong member changes nothing and is kept with what was wrong.

    @NOTI-002.1
    Scenario Outline: A properly signed notice that does not fit is ignored
      Given a payer who owes ¥128.50 and has chosen <provider>
      When a notice of <provider> arrives that says the order is paid, <mistake>
      Then the notice that does not fit is ignored
      And it is recorded with what does not fit

      Examples:
        | provider   | mistake           |
        | WeChat Pay | wrong amount      |
        | WeChat Pay | wrong payee       |
        | WeChat Pay | wrong application |
        | Alipay     | wrong amount      |
        | Alipay     | wrong payee       |
        | Alipay     | wrong application |
        | BestPay    | wrong amount      |
        | BestPay    | wrong payee       |
        | HeBao      | wrong amount      |
        | HeBao      | wrong payee       |
        | e-CNY      | wrong amount      |
        | e-CNY      | wrong payee       |
        | e-CNY      | wrong application |
        | Bank apps  | wrong amount      |
        | Bank apps  | wrong payee       |
        | Bank apps  | wrong application |
        | JD Pay     | wrong amount      |
        | JD Pay     | wrong payee       |
        | JD Pay     | wrong application |
        | UnionPay   | wrong amount      |
        | UnionPay   | wrong payee       |
        | UnionPay   | wrong application |
        | WoPay      | wrong amount      |
        | WoPay      | wrong payee       |

    @NOTI-002.2
    Scenario Outline: A notice for an order that nobody knows is ignored
      Given a payer who owes ¥128.50 and has chosen <provider>
      When a notice of <provider> arrives that says the order is paid, wrong order
      Then the notice that does not fit is ignored

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
