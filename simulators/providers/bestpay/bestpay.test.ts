/** The tests of BestPay by theme, in one process. */
import './tests/vectors';
import './tests/orders';
import './tests/codes';
import './tests/refunds';
import './tests/notices';
import './tests/bad-input';
import './tests/bills';
import './tests/mapi';
