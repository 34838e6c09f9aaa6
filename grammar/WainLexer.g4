/// The tokens of Wain. This grammar is the definition; the product reads text with the
/// hand-written lexer in compiler/syntax/, and a test holds the two equal.
lexer grammar WainLexer;

// Reserved in expressions only.
AND : 'and' ;  OR : 'or' ;  NOT : 'not' ;  TRUE : 'true' ;  FALSE : 'false' ;  IN : 'in' ;

// Declarations.
IMPORT : 'import' ;  CONSTANT : 'constant' ;  CALENDAR : 'calendar' ;  ROLE : 'role' ;
PERSON : 'person' ;  COMMITTEE : 'committee' ;  SYSTEM : 'system' ;  MODEL : 'model' ;
RECORD : 'record' ;  DOCUMENT : 'document' ;  CRITERION : 'criterion' ;  CONTROL : 'control' ;
OUTCOME : 'outcome' ;  PROCESS : 'process' ;  SCENARIO : 'scenario' ;  EXPECT : 'expect' ;

// Statements.
STEP : 'step' ;  AUTO : 'auto' ;  APPROVAL : 'approval' ;  IF : 'if' ;  CHOOSE : 'choose' ;
PARALLEL : 'parallel' ;  REPEAT : 'repeat' ;  WAIT : 'wait' ;  CALL : 'call' ;  END : 'end' ;
AUDIT : 'audit' ;  SEPARATE : 'separate' ;  TOGETHER : 'together' ;

// Parts of statements.
ELSE : 'else' ;  WHEN : 'when' ;  OTHERWISE : 'otherwise' ;  BRANCH : 'branch' ;  UNTIL : 'until' ;
JOIN : 'join' ;  ALL : 'all' ;  FIRST : 'first' ;

// Properties.
A : 'a' ;  ACCOUNTABLE : 'accountable' ;  AFTER : 'after' ;  AGENDA : 'agenda' ;  ALLOW : 'allow' ;
APPLIES : 'applies' ;  ARRIVALS : 'arrivals' ;  AUTHORITY : 'authority' ;  AVAILABLE : 'available' ;
BATCHES : 'batches' ;  CAPACITY : 'capacity' ;  CASES : 'cases' ;  CATCHES : 'catches' ;
CHECKS : 'checks' ;  CITES : 'cites' ;  CLOSED : 'closed' ;  COSTS : 'costs' ;  DRAWS : 'draws' ;
ESCALATES : 'escalates' ;  FAILS : 'fails' ;  FINDS : 'finds' ;  GOOD : 'good' ;  HEARS : 'hears' ;
HOURS : 'hours' ;  IRREVERSIBLE : 'irreversible' ;  JUDGES : 'judges' ;  MEASURE : 'measure' ;
MEETS : 'meets' ;  MEMBERS : 'members' ;  OBSERVED : 'observed' ;  OWNER : 'owner' ;
PRIORITY : 'priority' ;  PRODUCES : 'produces' ;  QUORUM : 'quorum' ;  READS : 'reads' ;
REJECTS : 'rejects' ;  REPLICATIONS : 'replications' ;  REPORTS : 'reports' ;  REQUIRED : 'required' ;
REQUIRES : 'requires' ;  RETURNS : 'returns' ;  REVIEW : 'review' ;  RUNS : 'runs' ;
SAMPLES : 'samples' ;  SEED : 'seed' ;  SEES : 'sees' ;  SOURCE : 'source' ;  STAFF : 'staff' ;
STARTS : 'starts' ;  TAKES : 'takes' ;  TIMEZONE : 'timezone' ;  UPDATES : 'updates' ;
WAITS : 'waits' ;  WARMUP : 'warmup' ;  WITH : 'with' ;  WRONG : 'wrong' ;

// Words inside a property or a header.
ALARMS : 'alarms' ;  APPROVERS : 'approvers' ;  APPROVES : 'approves' ;  AS : 'as' ;  AT : 'at' ;
BECAUSE : 'because' ;  BEFORE : 'before' ;  BY : 'by' ;  CLOSES : 'closes' ;  DAY : 'day' ;
DISTINCT : 'distinct' ;  DURING : 'during' ;  EVERY : 'every' ;  FOR : 'for' ;  FROM : 'from' ;
LIST : 'list' ;  MET : 'met' ;  MISS : 'miss' ;  MONEY : 'money' ;  MONTH : 'month' ;  OF : 'of' ;
ON : 'on' ;  PER : 'per' ;  PLAYS : 'plays' ;  REPLACES : 'replaces' ;  TO : 'to' ;
WEEKS : 'weeks' ;  WITHIN : 'within' ;  YIELDS : 'yields' ;

WEEKDAY : 'Mon' | 'Tue' | 'Wed' | 'Thu' | 'Fri' | 'Sat' | 'Sun' ;
NAME    : Start Continue* ;

STRING  : '"' ( '\\' ~[\r\n] | ~["\\\r\n] )* '"' ;
DATE    : Digit Digit Digit Digit '-' Digit Digit '-' Digit Digit ;
PERCENT : Number '%' ;
DURATION: ( Number ( 's' | 'min' | 'h' | 'd' | 'w' ) )+ ;
ORDINAL : '1st' | '2nd' | '3rd' | '4th' | '5th' ;
NUMBER  : Number ;

LBRACE : '{' ;  RBRACE : '}' ;  LPAREN : '(' ;  RPAREN : ')' ;  COMMA : ',' ;  COLON : ':' ;
DOTDOT : '..' ;  DOT : '.' ;  ARROW : '->' ;  TILDE : '~' ;  BAR : '|' ;  ASSIGN : '=' ;
EQ : '==' ;  NE : '!=' ;  LE : '<=' ;  LT : '<' ;  GE : '>=' ;  GT : '>' ;
PLUS : '+' ;  MINUS : '-' ;  STAR : '*' ;  SLASH : '/' ;

// Layout: kept for the formatter, unseen by the parser.
DOC_COMMENT   : '///' ~[\r\n]* -> channel(HIDDEN) ;
LINE_COMMENT  : '//' ~[\r\n]* -> channel(HIDDEN) ;
BLOCK_COMMENT : '/*' .*? '*/' -> channel(HIDDEN) ;
WHITESPACE    : [ \t\r\n]+ -> channel(HIDDEN) ;

// What no rule of the parser takes: each is one message of the lexer.
BAD_NUMBER          : Number ( '_'? Alpha | '__' ) Continue* ( '.' Digit Continue* )* | Number '_' ;
UNTERMINATED_STRING : '"' ( '\\' ~[\r\n] | ~["\\\r\n] )* '\\'? ;
UNTERMINATED_COMMENT: '/*' ( ~'*' | '*'+ ~[*/] )* '*'* ;
BAD_CHARACTER       : . ;

fragment Digit    : [0-9] ;
fragment Digits   : Digit+ ( '_' Digit+ )* ;
fragment Number   : Digits ( '.' Digits )? ;
fragment Start    : [_\p{L}\p{Nl}] ;
fragment Alpha    : [\p{L}\p{Nl}\p{Mn}\p{Mc}] ;
fragment Continue : [_\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}] ;
