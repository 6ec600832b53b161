@codes
Feature: Not from afar
  A person's printed code is for those who stand before it.

  @QR-005 @must @binds-provider
  Rule: QR-005 A personal static code, and a saved image of a personal dynamic one, MUST be refused for remote receipts unless allow-listed within validity, count and amount
    Source: TERM259      Basis: rule
    Our reading: the amount is the sum of what was received from afar; it holds whichever wallet pays.

    @QR-005.1
    Scenario: Printed and saved codes from afar
      Given wallets that recognise the codes of one another
      When payers of every wallet try personal codes from afar, printed and saved
      Then nothing beyond what is allowed was received from afar

    @QR-005.2
    Scenario: Before the code, and freshly drawn
      Given wallets that recognise the codes of one another
      When payers of every wallet pay by personal codes before them, and by freshly drawn ones from afar
      Then every other receipt was taken

    @QR-005.3
    Scenario: No more often than is allowed
      Given persons to whom 3 receipts from afar and ¥1,000.00 in all are allowed within 24 hours
      When payers pay the persons from afar 4 times ¥20.00 within them
      Then nothing beyond what is allowed was received from afar
      And every other receipt was taken

    @QR-005.4
    Scenario: No more money than is allowed
      Given persons to whom 9 receipts from afar and ¥50.00 in all are allowed within 24 hours
      When payers pay the persons from afar 3 times ¥25.00 within them
      Then nothing beyond what is allowed was received from afar
      And every other receipt was taken

    @QR-005.5
    Scenario: No earlier and no later than is allowed
      Given persons to whom 9 receipts from afar and ¥1,000.00 in all are allowed within 24 hours
      When payers try one instant before and after these hours
      Then nothing beyond what is allowed was received from afar
