@codes
Feature: Wrong codes stop early
  Nobody is asked to confirm a payment by a code that cannot be right.

  @QR-008 @must @binds-provider @binds-platform
  Rule: QR-008 A code that fails its format, resolves to no live order, or differs from the register MUST be refused before the user can confirm
    Source: EMV, checksum and data objects · BAR242      Basis: unconfirmed
    Our reading: an address is followed to nobody whose exact host is not on the list; a checksum made anew protects nothing that the register says otherwise.

    @QR-008.1
    Scenario: One character is another one
      Given wallets that recognise the codes of one another
      When payers look at a printed code with one character altered, each character in turn
      Then none of them leads to a page to confirm

    @QR-008.2
    Scenario: Cut short, or another than the register says
      Given wallets that recognise the codes of one another
      When payers of every wallet look at codes that are cut short or differ from the register
      Then none of them leads to a page to confirm

    @QR-008.3
    Scenario: The order is over
      Given wallets that recognise the codes of one another
      When payers of every wallet look at the code of an order that is paid
      Then none of them leads to a page to confirm

    @QR-008.4
    Scenario: Addresses that only look right
      Given wallets that recognise the codes of one another
      When payers of every wallet look at look-alike addresses and at codes that nobody issued
      Then none of them leads to a page to confirm

    @QR-008.5
    Scenario: A code with nothing wrong in it
      Given wallets that recognise the codes of one another
      When payers of every wallet look at printed codes and at codes of orders
      Then codes with nothing wrong in them do
