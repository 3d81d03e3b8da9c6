/* One pass of expat over a document, through tables of what an automaton has answered before.

   The rules are those of the automaton, in Python (teitools.relaxng). Here is only memory: a question that was asked
   before has its answer in a table, any other is put to Python, and the answer kept. So the pass can say "nothing is
   wrong" or "somebody must look", and never what is wrong. Numbers stand for the parts of the automaton; they are keys
   of tables and never indexes, so that no answer, right or wrong, can lead out of the memory that is ours.

   Names and values are compared byte by byte: a hash says where to look, not what is equal. The interpreter lock is
   released but for questions. Tables belong to one pass at a time. Only the stable interface of Python 3.11 is used. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "_expat.h"

#ifndef SOURCE
#error "SOURCE is the checksum of this file and of _expat.h, by which teitools.native knows that it was compiled since it was changed"
#endif

/* ---- limits ----------------------------------------------------------------------------------------------------- */

/* What libxml2 does not read, or reads with other limits, is for who reads with it: see document.parsing. It takes 256
   elements in one another, 50,000 bytes of a name and 10,000,000 of anything else. */
#define DEEPEST 200
#define LONGEST_NAME 10000
#define LONGEST 4000000

#define BLOCK (1 << 20)        /* most documents have one; after each but the last expat counts lines */
#define BREATH 16              /* blocks after which Ctrl-C is asked for */
#define MOST_PAIRS (1u << 18)  /* of tables, which are thrown away when they are full */
#define MOST_NAMES (1u << 16)
#define MOST_VALUES (1u << 17) /* remembered; then all are forgotten */
#define LONG_VALUE 120         /* not remembered, as in automaton.machine */
#define FARTHEST 1024          /* slots that are looked at; only who knows the seed can make texts meet in so many */
#define MOST_BYTES (1u << 30)  /* of all texts in a table, and of places: twice as many can be counted on any machine */
#define EMPTY UINT64_MAX       /* in place of a key */

/* ---- tables ----------------------------------------------------------------------------------------------------- */

typedef struct {
    uint64_t key, value;
} Pair;

/* Open addressing: the answer to each pair of numbers. */
typedef struct {
    Pair *slots;
    uint32_t size, used;
} Pairs;

typedef struct {
    uint64_t hash;
    uint32_t owner, value, start, length; /* owner 0: the slot is empty */
} Text;

/* Open addressing: a number for each pair of a number (the owner) and a text; the texts one after the other. */
typedef struct {
    Text *slots;
    uint32_t size, used;
    char *bytes;
    size_t filled, room;
} Texts;

static void free_texts(Texts *texts)
{
    free(texts->slots);
    free(texts->bytes);
    memset(texts, 0, sizeof *texts);
}

static uint64_t mixed(uint64_t hash)
{
    hash *= UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 32);
}

static uint64_t hash_of(uint64_t seed, uint32_t owner, const char *text, size_t length)
{
    uint64_t hash = mixed(seed ^ owner ^ ((uint64_t)length << 32)), word;
    while (length >= sizeof word) {
        memcpy(&word, text, sizeof word);
        hash = mixed(hash ^ word);
        text += sizeof word;
        length -= sizeof word;
    }
    word = 0;
    memcpy(&word, text, length);
    return mixed(mixed(hash ^ word) ^ seed);
}

/* The slot of a key, or the empty one where it belongs; NULL if it is too far away. */
static Pair *pair_slot(const Pairs *pairs, uint64_t key)
{
    uint32_t at = (uint32_t)mixed(key), steps;
    for (steps = 0; steps < FARTHEST && steps < pairs->size; steps++, at++) {
        Pair *slot = &pairs->slots[at & (pairs->size - 1)];
        if (slot->key == key || slot->key == EMPTY)
            return slot;
    }
    return NULL;
}

static Text *text_slot(const Texts *texts, uint64_t hash, uint32_t owner, const char *text, size_t length)
{
    uint32_t at = (uint32_t)hash, steps;
    for (steps = 0; steps < FARTHEST && steps < texts->size; steps++, at++) {
        Text *slot = &texts->slots[at & (texts->size - 1)];
        if (slot->owner == 0)
            return slot;
        if (slot->hash == hash && slot->owner == owner && slot->length == length
            && memcmp(texts->bytes + slot->start, text, length) == 0)
            return slot;
    }
    return NULL;
}

/* Make room for one more, so that at least half of the slots are empty; 0 if there is none. */
static int room_for_pair(Pairs *pairs)
{
    Pairs larger = {NULL, pairs->size ? pairs->size * 2 : 256, pairs->used};
    uint32_t at;
    if (pairs->used * 2 < pairs->size)
        return 1;
    larger.slots = malloc(larger.size * sizeof *larger.slots);
    if (larger.slots == NULL)
        return 0;
    memset(larger.slots, 0xFF, larger.size * sizeof *larger.slots);
    for (at = 0; at < pairs->size; at++) {
        if (pairs->slots[at].key != EMPTY) {
            Pair *slot = pair_slot(&larger, pairs->slots[at].key);
            if (slot == NULL) {
                free(larger.slots);
                return 0;
            }
            *slot = pairs->slots[at];
        }
    }
    free(pairs->slots);
    *pairs = larger;
    return 1;
}

static int room_for_text(Texts *texts, size_t length)
{
    if (length > MOST_BYTES - texts->filled)
        return 0;
    if (texts->bytes == NULL || texts->filled + length > texts->room) {
        size_t room = (texts->filled + length) * 2 + 4096;
        char *bytes = realloc(texts->bytes, room);
        if (bytes == NULL)
            return 0;
        texts->bytes = bytes;
        texts->room = room;
    }
    if (texts->used * 2 >= texts->size) {
        Texts larger = *texts;
        uint32_t at;
        larger.size = texts->size ? texts->size * 2 : 256;
        larger.slots = larger.size > texts->size ? calloc(larger.size, sizeof *larger.slots) : NULL;
        if (larger.slots == NULL)
            return 0;
        for (at = 0; at < texts->size; at++) {
            const Text *was = &texts->slots[at];
            Text *slot;
            if (was->owner == 0)
                continue;
            slot = text_slot(&larger, was->hash, was->owner, larger.bytes + was->start, was->length);
            if (slot == NULL) {
                free(larger.slots);
                return 0;
            }
            *slot = *was;
        }
        free(texts->slots);
        *texts = larger;
    }
    return 1;
}

static int put_pair(Pairs *pairs, uint64_t key, uint64_t value)
{
    Pair *slot = room_for_pair(pairs) ? pair_slot(pairs, key) : NULL;
    if (slot == NULL)
        return 0;
    pairs->used += slot->key == EMPTY;
    slot->key = key;
    slot->value = value;
    return 1;
}

static int put_text(Texts *texts, uint64_t hash, uint32_t owner, const char *text, size_t length, uint32_t value)
{
    Text *slot = room_for_text(texts, length) ? text_slot(texts, hash, owner, text, length) : NULL;
    if (slot == NULL)
        return 0;
    if (slot->owner == 0) {
        memcpy(texts->bytes + texts->filled, text, length);
        *slot = (Text){hash, owner, value, (uint32_t)texts->filled, (uint32_t)length};
        texts->filled += length;
        texts->used++;
    }
    slot->value = value;
    return 1;
}

/* ---- the pass --------------------------------------------------------------------------------------------------- */

/* What is asked, and with which numbers; the same order as in relaxng.validate.screen. */
enum { START, ATTRIBUTE, VALUE, FORM, CONTENT, TEXT, STRING, END };
/* What text does in a state: the lowest two bits of its number. As in automaton.machine. */
enum { MIXED, ELEMENTS, TEXT_MOVES, STRINGS };
/* What an attribute's values do: the lowest two bits of an answer. All lead to one place; each must be asked for; or so
   many lead to one place that only the others need be asked for: names made of ASCII, or `#` and such a name, once or
   several times. */
enum { ANY, VALUES, NAMES, FRAGMENTS };

typedef struct {
    PyObject_HEAD
    PyObject *ask;
    uint64_t seed;
    uint32_t start; /* the first state */
    int busy, full;
    Pairs pairs;
    Texts names, values;
} Tables;

typedef enum { VALID, LOOK, FAILED } Verdict;

typedef struct {
    Tables *tables;
    XML_Parser parser;
    PyThreadState *thread; /* while the interpreter lock is released */
    Verdict verdict;
    uint32_t state;
    uint32_t depth;
    uint32_t stack[DEEPEST]; /* what becomes of the elements around */
    int inked;               /* since the last tag there was text that is not white space */
    size_t run;              /* bytes of text since the last markup */
    size_t events;
    int is_inside;  /* the root has started */
    uint32_t index; /* of the next element, comment or processing instruction from the root on, as trees are counted */
    char *string;   /* the content so far of an element that is a string */
    size_t string_length, string_room;
    Texts noted;    /* attributes that are wanted, each value once */
    uint32_t *places; /* their numbers, and the indexes of their elements */
    size_t placed, places_room;
} Pass;

static void stop(Pass *pass, Verdict verdict)
{
    pass->verdict = verdict;
    expat->on_element(pass->parser, NULL, NULL);
    expat->on_text(pass->parser, NULL);
    expat->on_comment(pass->parser, NULL);
    expat->on_instruction(pass->parser, NULL);
    expat->on_doctype(pass->parser, NULL);
}

/* Tables that are full are thrown away by who made them; this document is for somebody else. */
static void overflow(Pass *pass)
{
    pass->tables->full = 1;
    stop(pass, LOOK);
}

/* Put a question to Python; 0 if there is no answer, and the pass is stopped. */
static int ask(Pass *pass, int question, uint32_t number, const char *text, size_t length, uint64_t *answer)
{
    PyObject *given;
    Verdict verdict = VALID;
    PyEval_RestoreThread(pass->thread);
    given = PyObject_CallFunction(pass->tables->ask, "iIs#", question, (unsigned)number, text, (Py_ssize_t)length);
    if (given == NULL)
        verdict = FAILED;
    else if (given == Py_None)
        verdict = LOOK;
    else {
        *answer = PyLong_AsUnsignedLongLong(given);
        if (PyErr_Occurred())
            verdict = FAILED;
    }
    Py_XDECREF(given);
    pass->thread = PyEval_SaveThread();
    if (verdict != VALID)
        stop(pass, verdict);
    return verdict == VALID;
}

/* The answer for two numbers. */
static int follow(Pass *pass, int question, uint32_t number, uint32_t other, uint64_t *answer)
{
    Tables *tables = pass->tables;
    uint64_t key = (uint64_t)number << 32 | other;
    Pair *slot = pair_slot(&tables->pairs, key);
    char digits[12];
    if (slot != NULL && slot->key == key) {
        *answer = slot->value;
        return 1;
    }
    if (!ask(pass, question, number, digits, (size_t)snprintf(digits, sizeof digits, "%u", (unsigned)other), answer))
        return 0;
    if (tables->pairs.used >= MOST_PAIRS || !put_pair(&tables->pairs, key, *answer)) {
        overflow(pass);
        return 0;
    }
    return 1;
}

/* The answer for a number and a name. A name that nobody has asked for yet has no number, so it is asked for. */
static int follow_name(Pass *pass, int question, uint32_t number, const char *name, uint64_t *answer)
{
    Tables *tables = pass->tables;
    size_t length = strlen(name);
    uint64_t hash = hash_of(tables->seed, 1, name, length), key;
    Text *known = text_slot(&tables->names, hash, 1, name, length);
    uint32_t id;
    if (known != NULL && known->owner != 0) {
        key = (uint64_t)number << 32 | known->value;
        Pair *slot = pair_slot(&tables->pairs, key);
        if (slot != NULL && slot->key == key) {
            *answer = slot->value;
            return 1;
        }
        id = known->value;
    } else
        id = 0;
    if (length > LONGEST_NAME) {
        stop(pass, LOOK);
        return 0;
    }
    if (!ask(pass, question, number, name, length, answer))
        return 0;
    if (id == 0) {
        id = tables->names.used + 1;
        if (id > MOST_NAMES || !put_text(&tables->names, hash, 1, name, length, id)) {
            overflow(pass);
            return 0;
        }
    }
    key = (uint64_t)number << 32 | id;
    if (tables->pairs.used >= MOST_PAIRS || !put_pair(&tables->pairs, key, *answer)) {
        overflow(pass);
        return 0;
    }
    return 1;
}

/* The answer for a number and a value. */
static int follow_value(Pass *pass, int question, uint32_t number, const char *value, size_t length, uint32_t *answer)
{
    Tables *tables = pass->tables;
    uint64_t hash, given;
    Text *known;
    if (length >= LONG_VALUE) {
        if (!ask(pass, question, number, value, length, &given))
            return 0;
        *answer = (uint32_t)given;
        return 1;
    }
    hash = hash_of(tables->seed, number, value, length);
    known = text_slot(&tables->values, hash, number, value, length);
    if (known != NULL && known->owner != 0) {
        *answer = known->value;
        return 1;
    }
    if (!ask(pass, question, number, value, length, &given))
        return 0;
    *answer = (uint32_t)given;
    if (tables->values.used >= MOST_VALUES)
        free_texts(&tables->values);
    if (!put_text(&tables->values, hash, number, value, length, *answer)) {
        overflow(pass);
        return 0;
    }
    return 1;
}

/* Keep an attribute that is wanted, and where it stands. */
static int keep(Pass *pass, uint32_t note, const char *value, size_t length)
{
    uint64_t hash = hash_of(pass->tables->seed, note, value, length);
    Text *known = text_slot(&pass->noted, hash, note, value, length);
    uint32_t number = known != NULL && known->owner != 0 ? known->value : pass->noted.used;
    if (pass->placed + 2 > pass->places_room) {
        size_t room = pass->places_room * 2 + 256;
        uint32_t *larger = room < MOST_BYTES / sizeof *larger ? realloc(pass->places, room * sizeof *larger) : NULL;
        if (larger == NULL) {
            stop(pass, LOOK);
            return 0;
        }
        pass->places = larger;
        pass->places_room = room;
    }
    if (number == pass->noted.used && !put_text(&pass->noted, hash, note, value, length, number)) {
        stop(pass, LOOK);
        return 0;
    }
    pass->places[pass->placed++] = number;
    pass->places[pass->placed++] = pass->index;
    return 1;
}

/* Where a name made of ASCII ends that begins here; here, if none does. */
static const char *name_end(const char *text)
{
    if (!((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || *text == '_'))
        return text;
    while ((*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') || (*text >= '0' && *text <= '9')
           || *text == '_' || *text == '-' || *text == '.')
        text++;
    return text;
}

static int has_form(int kind, const char *text)
{
    if (kind == FRAGMENTS) {
        for (; *text == '#' && name_end(text + 1) > text + 1; text++) {
            text = name_end(text + 1);
            if (*text != ' ')
                break;
        }
        return *text == '\0' && text[-1] != ' ';
    }
    return kind == NAMES && name_end(text) > text && *name_end(text) == '\0';
}

/* What the text between two tags does; 0 if the pass is stopped. */
static int take_text(Pass *pass)
{
    uint64_t after;
    pass->run = 0;
    pass->events++;
    if (!pass->inked)
        return 1;
    pass->inked = 0;
    if ((pass->state & 3) == ELEMENTS) {
        stop(pass, LOOK);
        return 0;
    }
    if (!follow(pass, TEXT, pass->state >> 2, 0, &after))
        return 0;
    pass->state = (uint32_t)after;
    return 1;
}

static void start(void *data, const char *name, const char **attributes)
{
    Pass *pass = data;
    uint64_t answer;
    uint32_t frame, place;
    if (!take_text(pass))
        return;
    if (pass->depth == DEEPEST || (pass->state & 3) == STRINGS) {
        stop(pass, LOOK);
        return;
    }
    if (!follow_name(pass, START, pass->state >> 2, name, &answer))
        return;
    frame = (uint32_t)(answer >> 32);
    place = (uint32_t)answer;
    for (; attributes[0] != NULL; attributes += 2) {
        const char *value = attributes[1];
        size_t length = strlen(value);
        uint32_t note, target;
        if (!follow_name(pass, ATTRIBUTE, place, attributes[0], &answer))
            return;
        note = (uint32_t)(answer >> 32);
        target = (uint32_t)answer >> 2;
        if (note != 0 && !keep(pass, note, value, length))
            return;
        if ((answer & 3) == ANY)
            place = target;
        else if (length > 0 && has_form((int)(answer & 3), value)) {
            if (!follow(pass, FORM, target, (uint32_t)answer & 3, &answer))
                return;
            place = (uint32_t)answer;
        } else if (!follow_value(pass, VALUE, target, value, length, &place))
            return;
    }
    if (!follow(pass, CONTENT, place, 0, &answer))
        return;
    pass->stack[pass->depth++] = frame;
    pass->state = (uint32_t)answer;
    pass->is_inside = 1;
    pass->index++;
}

static void end(void *data, const char *name)
{
    Pass *pass = data;
    uint32_t inner;
    uint64_t after;
    (void)name;
    if (!take_text(pass))
        return;
    inner = pass->state;
    if ((inner & 3) == STRINGS) {
        const char *string = pass->string != NULL ? pass->string : "";
        if (!follow_value(pass, STRING, inner >> 2, string, pass->string_length, &inner))
            return;
        pass->string_length = 0;
    }
    if (!follow(pass, END, pass->stack[--pass->depth], inner >> 2, &after))
        return;
    pass->state = (uint32_t)after;
}

static void text(void *data, const char *bytes, int length)
{
    Pass *pass = data;
    int at;
    pass->events++;
    pass->run += (size_t)length;
    if (pass->run > LONGEST) {
        stop(pass, LOOK);
        return;
    }
    switch (pass->state & 3) {
    case MIXED:
        return;
    case STRINGS:
        if (pass->string_length + (size_t)length > pass->string_room) {
            size_t room = (pass->string_length + (size_t)length) * 2;
            char *larger = realloc(pass->string, room);
            if (larger == NULL) {
                stop(pass, LOOK);
                return;
            }
            pass->string = larger;
            pass->string_room = room;
        }
        memcpy(pass->string + pass->string_length, bytes, (size_t)length);
        pass->string_length += (size_t)length;
        return;
    default:
        for (at = 0; !pass->inked && at < length; at++)
            pass->inked = bytes[at] != ' ' && bytes[at] != '\n' && bytes[at] != '\t' && bytes[at] != '\r';
    }
}

static void comment(void *data, const char *content)
{
    Pass *pass = data;
    (void)content;
    pass->events++;
    pass->index += pass->is_inside ? 1 : 0;
}

/* Where `xml-model` declares nothing is a finding; a colon in a target is a fault to libxml2 and none to expat. */
static void instruction(void *data, const char *target, const char *content)
{
    Pass *pass = data;
    (void)content;
    pass->events++;
    if (!pass->is_inside && strchr(target, ':') == NULL)
        return;
    pass->index++;
    if (strcmp(target, "xml-model") == 0 || strchr(target, ':') != NULL || strlen(target) > LONGEST_NAME)
        stop(pass, LOOK);
}

static void doctype(void *data, const char *name, const char *system, const char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    stop(data, LOOK);
}

/* Read all blocks; the interpreter lock is held before and after, and released in between. */
static void read_through(Pass *pass, const char *data, size_t length)
{
    size_t at = 0, events = 0, silent = 0, blocks = 0;
    pass->thread = PyEval_SaveThread();
    do {
        size_t size = length - at < BLOCK ? length - at : BLOCK;
        if (!expat->parse(pass->parser, data + at, (int)size, at + size == length) && pass->verdict == VALID)
            pass->verdict = LOOK; /* it is not well-formed */
        at += size;
        silent = pass->events == events ? silent + size : 0;
        events = pass->events;
        if (silent > LONGEST && pass->verdict == VALID)
            pass->verdict = LOOK;
        if (++blocks % BREATH == 0) {
            PyEval_RestoreThread(pass->thread);
            if (PyErr_CheckSignals() < 0)
                pass->verdict = FAILED;
            pass->thread = PyEval_SaveThread();
        }
    } while (at < length && pass->verdict == VALID);
    PyEval_RestoreThread(pass->thread);
}

/* What was noted: a list of (note, value, how often), and the pairs of numbers in it and indexes, as bytes. */
static PyObject *notes(const Pass *pass)
{
    uint32_t *counts = calloc(pass->noted.used + 1u, sizeof *counts), at;
    PyObject *list = PyList_New((Py_ssize_t)pass->noted.used), *result = NULL;
    size_t place;
    if (counts == NULL)
        PyErr_NoMemory();
    if (counts == NULL || list == NULL)
        goto done;
    for (place = 0; place < pass->placed; place += 2)
        counts[pass->places[place]]++;
    for (at = 0; at < pass->noted.size; at++) {
        const Text *one = &pass->noted.slots[at];
        PyObject *item;
        if (one->owner == 0)
            continue;
        item = Py_BuildValue("Is#I", (unsigned)one->owner, pass->noted.bytes + one->start, (Py_ssize_t)one->length,
                             (unsigned)counts[one->value]);
        if (item == NULL || PyList_SetItem(list, (Py_ssize_t)one->value, item) < 0)
            goto done;
    }
    result = Py_BuildValue("Oy#", list, pass->places != NULL ? (const char *)pass->places : "",
                           (Py_ssize_t)(pass->placed * sizeof *pass->places));
done:
    Py_XDECREF(list);
    free(counts);
    return result;
}

static PyObject *tables_read(Tables *self, PyObject *given)
{
    Py_buffer data;
    PyObject *result = NULL;
    Pass *pass;
    if (PyObject_GetBuffer(given, &data, PyBUF_SIMPLE) < 0)
        return NULL;
    if (self->busy) {
        PyBuffer_Release(&data);
        PyErr_SetString(PyExc_RuntimeError, "these tables are in use by another pass");
        return NULL;
    }
    pass = calloc(1, sizeof *pass);
    if (pass != NULL)
        pass->parser = expat->create("utf-8", NULL, SEPARATOR);
    if (pass == NULL || pass->parser == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    pass->tables = self;
    pass->state = self->start;
    expat->set_user_data(pass->parser, pass);
    expat->on_element(pass->parser, start, end);
    expat->on_text(pass->parser, text);
    expat->on_comment(pass->parser, comment);
    expat->on_instruction(pass->parser, instruction);
    expat->on_doctype(pass->parser, doctype);
    self->busy = 1;
    read_through(pass, data.buf, (size_t)data.len);
    self->busy = 0;
    if (pass->verdict == VALID)
        result = notes(pass);
    else if (pass->verdict == LOOK)
        result = Py_NewRef(Py_None);
done:
    if (pass != NULL) {
        if (pass->parser != NULL)
            expat->free(pass->parser);
        free_texts(&pass->noted);
        free(pass->places);
        free(pass->string);
        free(pass);
    }
    PyBuffer_Release(&data);
    return result;
}

/* ---- the module ------------------------------------------------------------------------------------------------- */

static PyObject *tables_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    PyObject *answers;
    unsigned first;
    unsigned long long seed;
    Tables *self;
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "OIK:Tables", &answers, &first, &seed))
        return NULL;
    self = (Tables *)allocate(type, 0); /* all zero */
    if (self == NULL)
        return NULL;
    self->ask = Py_NewRef(answers);
    self->start = first;
    self->seed = seed;
    return (PyObject *)self;
}

static int tables_traverse(Tables *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE((PyObject *)self));
    Py_VISIT(self->ask);
    return 0;
}

static int tables_clear(Tables *self)
{
    Py_CLEAR(self->ask);
    return 0;
}

static void tables_free(Tables *self)
{
    PyTypeObject *type = Py_TYPE((PyObject *)self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    PyObject_GC_UnTrack(self);
    Py_CLEAR(self->ask);
    free(self->pairs.slots);
    free_texts(&self->names);
    free_texts(&self->values);
    release(self);
    Py_DECREF(type);
}

static PyObject *tables_full(Tables *self, void *unused)
{
    (void)unused;
    return PyBool_FromLong(self->full);
}

static PyMethodDef tables_methods[] = {
    {"read", (PyCFunction)tables_read, METH_O,
     "Pass over a document in UTF-8: what was noted of it if it is valid, None if somebody must look at it."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef tables_attributes[] = {
    {"full", (getter)tables_full, NULL, "Whether nothing more can be remembered.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot tables_slots[] = {
    {Py_tp_doc, "Tables(ask, start, seed): what an automaton has answered so far; `ask` is called for what it has not."},
    {Py_tp_new, tables_new},
    {Py_tp_dealloc, tables_free},
    {Py_tp_traverse, tables_traverse},
    {Py_tp_clear, tables_clear},
    {Py_tp_methods, tables_methods},
    {Py_tp_getset, tables_attributes},
    {0, NULL},
};

static PyType_Spec tables_spec = {
    "teitools.native._passing.Tables", sizeof(Tables), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, tables_slots,
};

static int prepare(PyObject *module)
{
    PyObject *type;
    int failed;
    if (find_expat() < 0)
        return -1;
    type = PyType_FromModuleAndSpec(module, &tables_spec, NULL);
    failed = type == NULL || PyModule_AddObjectRef(module, "Tables", type) < 0
             || PyModule_AddStringConstant(module, "SOURCE", SOURCE) < 0;
    Py_XDECREF(type);
    return failed ? -1 : 0;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, prepare}, {0, NULL}};

static struct PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT, "_passing", "One pass over a document, through tables of answers.", 0, NULL, module_slots,
    NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__passing(void)
{
    return PyModuleDef_Init(&module_definition);
}
