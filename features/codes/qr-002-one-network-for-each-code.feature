@codes
Feature: One network for each code
  A till that reads a payer's code knows from its form where it belongs, or does not take it.

  @QR-002 @must @binds-platform @binds-clearing
  Rule: QR-002 A payer code MUST map to exactly one network route (62 is a network, not an issuer); unknown or ambiguous codes are refused
    Source: JRT0245, chapter 4 (contents only) · CODEPFX      Basis: unconfirmed
    Our reading: nobody is asked about a code without a network, and a code stays a text to its last digit.

    @QR-002.1
    Scenario: Every beginning and every length
      Given the published forms of payers' codes:
        | network  | begins with       | digits   |
        | wechat   | 10 11 12 13 14 15 | 18       |
        | alipay   | 25 26 27 28 29 30 | 16 to 24 |
        | unionpay | 62                | 19       |
        | jd       | 18                | 18       |
        | bestpay  | 51                | 18       |
        | ecny     | 01                | 19       |
      When a till reads codes of every beginning with 14 to 26 digits
      Then each code goes to its one network, or is refused
      And nobody is asked about a refused code

    @QR-002.2
    Scenario: What is nearly a code is none
      Given the published forms of payers' codes:
        | network | begins with       | digits   |
        | wechat  | 10 11 12 13 14 15 | 18       |
        | alipay  | 25 26 27 28 29 30 | 16 to 24 |
      When a till reads texts that are nearly a code
      Then each code goes to its one network, or is refused
      And nobody is asked about a refused code

    @QR-002.3
    Scenario: A code arrives digit by digit
      Given wallets that recognise the codes of one another
      When a till reads a code of every wallet
      And a merchant of another scheme reads a code of every wallet
      Then each code arrives as it was read, to the last digit
