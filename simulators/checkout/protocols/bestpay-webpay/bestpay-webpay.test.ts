/** The tests of BestPay's adapter by theme, in one process. */
import './tests/answers';
import './tests/notices';
import './tests/bills';
