/**
 * The language of model files.
 *
 * Every decision needs one token of lookahead, and chains of operators repeat in one rule rather than nest, so that
 * parsing is linear and only brackets and 'if' deepen the stack. Some constructs of the next edition are recognised here
 * ('@', '|>', subscripts, classes) so that they can be named in a diagnostic.
 */
grammar Nn;

file
    : declaration* EOF
    ;

declaration
    : IMPORT STRING                                                       # importFile
    | FN name=NAME '(' (parameters+=NAME (',' parameters+=NAME)*)? ')'
      '=' expression                                                      # function
    | model                                                               # modelDeclaration
    ;

model
    : MODEL NAME '{' item* '}'
    ;

// ---- Items of a model

item
    : PRECISION NAME                                                      # precision
    | DIM dimDeclarator (',' dimDeclarator)*                              # dims
    | INPUT dataDeclarator (',' dataDeclarator)*                          # inputs
    | TARGET dataDeclarator (',' dataDeclarator)*                         # targets
    | PARAM paramDeclarator (',' paramDeclarator)*                        # params
    | LET definition (',' definition)*                                    # lets
    | OUTPUT definition (',' definition)*                                 # outputs
    | LOSS expression                                                     # loss
    | TRAIN '{' entry* '}'                                                # train
    ;

dimDeclarator
    : NAME ('=' expression)?
    ;

dataDeclarator
    : NAME axes? (':' NAME ('(' NAME ')')?)?
    ;

paramDeclarator
    : NAME axes? constraint? initialiser? FROZEN?
    ;

constraint
    : '>' sum
    | '<' sum
    | IN '(' expression ',' expression ')'
    ;

initialiser
    : '=' expression
    | '~' NAME arguments?
    ;

definition
    : NAME axes? '=' expression
    ;

axes
    : '[' axis (',' axis)* ']'
    ;

axis
    : NAME
    | NUMBER
    ;

entry
    : NAME value
    ;

value
    : STRING
    | '-'? NUMBER
    | NAME ('(' (setting (',' setting)*)? ')')?
    ;

setting
    : NAME '=' expression
    ;

// ---- Expressions, loosest first

expression
    : IF expression THEN expression ELSE expression
    | pipeline
    ;

pipeline
    : disjunction ('|>' disjunction)*
    ;

disjunction
    : conjunction (OR conjunction)*
    ;

conjunction
    : negation (AND negation)*
    ;

negation
    : NOT* comparison
    ;

comparison
    : sum (('<' | '<=' | '>' | '>=' | '==' | '!=') sum)*
    ;

sum
    : product (('+' | '-') product)*
    ;

product
    : signed (('*' | '/' | '@') signed)*
    ;

signed
    : ('+' | '-')* power
    ;

power
    : atom ('^' exponent)*
    ;

exponent
    : ('+' | '-')* atom
    ;

atom
    : NUMBER
    | NAME subscript? arguments?
    | '(' expression ')'
    ;

subscript
    : '[' expression (',' expression)* ']'
    ;

arguments
    : '(' (expression (',' expression)*)? ')'
    ;

// ---- Words

IMPORT    : 'import' ;
FN        : 'fn' ;
MODEL     : 'model' ;
PRECISION : 'precision' ;
DIM       : 'dim' ;
INPUT     : 'input' ;
TARGET    : 'target' ;
PARAM     : 'param' ;
LET       : 'let' ;
OUTPUT    : 'output' ;
LOSS      : 'loss' ;
TRAIN     : 'train' ;
IN        : 'in' ;
FROZEN    : 'frozen' ;
IF        : 'if' ;
THEN      : 'then' ;
ELSE      : 'else' ;
AND       : 'and' ;
OR        : 'or' ;
NOT       : 'not' ;

// Reserved for the next edition.
LAYER     : 'layer' ;
SCAN      : 'scan' ;
REPEAT    : 'repeat' ;
CARRY     : 'carry' ;

LBRACE    : '{' ;
RBRACE    : '}' ;
LPAREN    : '(' ;
RPAREN    : ')' ;
LBRACKET  : '[' ;
RBRACKET  : ']' ;
COLON     : ':' ;

NAME      : LETTER (LETTER | DIGIT)* ;
NUMBER    : (DIGITS ('.' DIGITS?)? | '.' DIGITS) EXPONENT? ;
STRING    : '"' ~["\r\n]* '"' ;

fragment LETTER   : [\p{L}_] ;
fragment DIGIT    : [\p{Nd}] ;
fragment DIGITS   : [0-9]+ ;
fragment EXPONENT : [eE] [+-]? DIGITS ;

// ---- What stands between words

SPACE     : [ \t\r\n\f\uFEFF]+ -> skip ;
DOC       : '///' ~[\r\n]* -> channel(HIDDEN) ;
COMMENT   : '//' ~[\r\n]* -> skip ;
BLOCK     : '/*' .*? '*/' -> skip ;

// ---- What is no word, as tokens of their own: reported, then read as what was meant or left out

BAD_NUMBER      : NUMBER LETTER (LETTER | DIGIT)* ;
UNCLOSED_STRING : '"' ~["\r\n]* ;
UNCLOSED_BLOCK  : '/*' (~'*' | '*'+ ~[*/])* '*'* EOF -> channel(HIDDEN) ;
STRAY           : . -> channel(HIDDEN) ;
