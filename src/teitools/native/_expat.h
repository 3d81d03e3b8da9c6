/* Of expat what the module pyexpat passes on to others (pyexpat.h), whose types are declared here for lack of headers. */

typedef struct XML_ParserStruct *XML_Parser;
typedef void (*Unused)(void);
typedef void (*StartHandler)(void *pass, const char *name, const char **attributes);
typedef void (*EndHandler)(void *pass, const char *name);
typedef void (*TextHandler)(void *pass, const char *text, int length);
typedef void (*CommentHandler)(void *pass, const char *text);
typedef void (*InstructionHandler)(void *pass, const char *target, const char *text);
typedef void (*DoctypeHandler)(void *pass, const char *name, const char *system, const char *public, int internal);

typedef struct {
    const char *magic;
    int size, major, minor, micro;
    Unused error_string, get_error_code, get_error_column, get_error_line;
    int (*parse)(XML_Parser parser, const char *data, int length, int is_final);
    XML_Parser (*create)(const char *encoding, const void *memory, const char *separator);
    void (*free)(XML_Parser parser);
    void (*on_text)(XML_Parser parser, TextHandler handler);
    void (*on_comment)(XML_Parser parser, CommentHandler handler);
    Unused on_default;
    void (*on_element)(XML_Parser parser, StartHandler start, EndHandler end);
    Unused on_namespace;
    void (*on_instruction)(XML_Parser parser, InstructionHandler handler);
    Unused on_encoding;
    void (*set_user_data)(XML_Parser parser, void *pass);
    void (*on_doctype)(XML_Parser parser, DoctypeHandler handler);
} Expat; /* more follows, and may be added by later versions */

static const char SEPARATOR[] = "\001"; /* between namespace and name, as relaxng.names has it */

static const Expat *expat; /* functions only, and the same ones in every interpreter of the process */

/* Find them; -1, with an exception, if this Python has others. */
static int find_expat(void)
{
    expat = PyCapsule_Import("pyexpat.expat_CAPI", 0);
    if (expat == NULL)
        return -1;
    if (strcmp(expat->magic, "pyexpat.expat_CAPI 1.1") != 0 || (size_t)expat->size < sizeof(Expat)) {
        PyErr_SetString(PyExc_ImportError, "this Python passes expat on in a way that is not known here");
        return -1;
    }
    return 0;
}
