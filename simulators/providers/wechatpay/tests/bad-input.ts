import './bad-bills';
import './bad-bodies';
import './bad-combined';
import './bad-members';
import './bad-paths';
import './fuzz';
