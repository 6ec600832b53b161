/**
 * The tests of Alipay by theme, in one process: starting one costs more than most of them. Keys first, because they are
 * minted meanwhile; what needs most of them last.
 */
import './tests/keys';
import './tests/other-keys';
import './tests/vectors';
import './tests/orders';
import './tests/charges';
import './tests/charge-settings';
import './tests/unknown-outcomes';
import './tests/created';
import './tests/app-pay';
import './tests/order-parts';
import './tests/pages';
import './tests/vouchers';
import './tests/envelope';
import './tests/layouts';
import './tests/sdk';
import './tests/notices';
import './tests/notice-rules';
import './tests/refusals';
import './tests/certificates';
import './tests/bills';
import './tests/bill-settings';
import './tests/v3';
import './tests/v3-sdk';
import './tests/encryption';
