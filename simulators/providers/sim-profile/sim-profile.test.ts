import './tests/gate';
import './tests/bad-input';
import './tests/life';
