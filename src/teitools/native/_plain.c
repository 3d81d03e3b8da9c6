/* The plain parts of a text, read in one pass of expat: blocks in which nothing is encoded but blocks, phrases that say
   nothing of the world, and turns of pages.

   What a name is, Python says (teitools.facts.plain), once for each name and document. How white space is settled is that
   of teitools.facts.layers; what a unit is called that of teitools.facts.units: tests hold both to the same texts. Of
   whatever is not certainly plain nothing is said, and the walk in Python goes over it: a fault here can make an export
   slow and, as the tests see it, never another one. Offsets count code points, in a text that has all of the document;
   in a plain part it is what the layers have, line for line. Only the stable interface of Python 3.11 is used. */

#define PY_SSIZE_T_CLEAN
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "_expat.h"

#define DEEPEST 200
#define BLOCK_OF_BYTES (1 << 16)
#define BREATH 256      /* blocks after which Ctrl-C is asked for */
#define MOST (1 << 28)  /* nodes, units, bytes of a table */
#define MOST_NAMES 200  /* of units in one another that are counted; looked through one by one */

/* What a name is, in the order of facts.plain; an element that is OTHER is not plain. */
enum {
    BLOCK = 1, UNIT = 2, TURN = 4, HEADED = 8, HEAD = 16, RECORD = 32, IN_WORDS = 64, CARRIER = 128, STAGE = 256,
    BREAKING = 512, LINE_BREAK = 1024, SPACED = 2048, TRANSPARENT = 4096, ONCE = 8192, SKIPPED = 16384, OTHER = 32768
};
/* And of attributes. */
enum { IGNORED, AN_ID, N, LANGUAGE, WHO, REND, BREAK_OF, EDITION, RECORDED };
/* What stands between two pieces (facts.layers). */
enum { JOIN = -1, NONE, SPACE, LINE, BREAK };

typedef struct {
    int32_t node, parent, start, end, ordinal, level, after; /* `after`: the first unit that is not in this one */
    int32_t kind, id, n, language, who, label, label_end;    /* numbers of values, 0: none; where the heading is */
    int32_t length;                                          /* of the text, where a turn stands; -1: it is none */
} Unit;

typedef struct {
    int32_t kind, flags, node, unit, own, language, segment, carriers, level;
    char plain, block, filled, worded, labelled, before; /* `before`: 1 a part of words, 2 something else, right before */
    char joined, spoken;                                 /* @break is "no"; it has @xml:lang */
} Frame;

typedef struct {
    PyObject_HEAD
    PyObject *text, *kinds, *attributes, *names, *values, *speakers, *who; /* dictionaries and lists */
    int32_t *sizes, *plain; /* of each node: how many there are in it; the unit that it is, if it is plain, else -1 */
    Unit *units;
    int32_t nodes, node_room, count, room;
} Plain;

/* A name that has been asked for. */
typedef struct {
    char name[64];
    long number;
} Known;
#define MOST_KNOWN 64

typedef struct {
    Plain *self;
    PyObject *kind, *attribute, *speak, *targets;
    Known elements[MOST_KNOWN], names[MOST_KNOWN]; /* the last of each place in these tables; names of attributes */
    XML_Parser parser;
    Frame frames[DEEPEST + 1];
    int32_t (*counts)[2], counted, counts_room, segment;
    int depth, skipping, gap, look, failed;
    int any, spaced, inked, odd, wide; /* of the text since the last tag; whether the last character joins lines */
    int lined, folding;                /* a line of the file ended since it; whether that may be no space beside it */
    char *bytes;
    size_t filled, bytes_room;
    int32_t length, waiting[DEEPEST], waits;
} Pass;

static void leave_off(Pass *pass, int failed)
{
    pass->look = 1;
    pass->failed |= failed;
    expat->on_element(pass->parser, NULL, NULL);
    expat->on_text(pass->parser, NULL);
    expat->on_comment(pass->parser, NULL);
    expat->on_instruction(pass->parser, NULL);
}

/* Room for one more of something, of which there are so many; 0 if there is none. */
static int room_for(Pass *pass, void **all, int32_t count, int32_t *room, size_t size)
{
    if (count >= *room) {
        int32_t larger = *room * 2 + 256;
        void *made = larger < MOST ? realloc(*all, (size_t)larger * size) : NULL;
        if (made == NULL) {
            leave_off(pass, 0);
            return 0;
        }
        *all = made;
        *room = larger;
    }
    return 1;
}

static int new_node(Pass *pass)
{
    Plain *self = pass->self;
    int32_t room = self->node_room;
    if (!room_for(pass, (void **)&self->sizes, self->nodes, &room, sizeof *self->sizes)
        || !room_for(pass, (void **)&self->plain, self->nodes, &self->node_room, sizeof *self->plain))
        return 0;
    self->sizes[self->nodes] = 1;
    self->plain[self->nodes++] = -1;
    return 1;
}

/* The number that Python gives for a name, asked once; -1 on failure. `names` gets what else it says. */
static long answer(Pass *pass, PyObject *known, PyObject *ask, const char *name, PyObject *names)
{
    PyObject *key = PyUnicode_FromString(name), *found = key ? PyDict_GetItemWithError(known, key) : NULL, *given;
    long number = -1;
    if (found != NULL)
        number = PyLong_AsLong(found);
    else if (key != NULL && !PyErr_Occurred()) {
        given = PyObject_CallFunctionObjArgs(ask, key, NULL);
        if (given != NULL && names != NULL) { /* a pair: flags, name; its number is that of the pair */
            found = PyList_Append(names, given) == 0 ? PyLong_FromSsize_t(PyList_Size(names) - 1) : NULL;
            Py_DECREF(given);
            given = found;
        }
        if (given != NULL && PyDict_SetItem(known, key, given) == 0)
            number = PyLong_AsLong(given);
        Py_XDECREF(given);
    }
    Py_XDECREF(key);
    if (number < 0)
        leave_off(pass, 1);
    return number;
}

/* The number of a value in a list, at its end; 0 on failure. */
static int32_t kept(Pass *pass, PyObject *list, PyObject *value)
{
    if (value == NULL || PyList_Append(list, value) < 0)
        leave_off(pass, 1);
    Py_XDECREF(value);
    return pass->look ? 0 : (int32_t)PyList_Size(list) - 1;
}

/* The same where it has been asked for lately: to make a text of Python only to look it up takes longer. */
static long lately(Pass *pass, Known *known, PyObject *all, PyObject *ask, const char *name, PyObject *names)
{
    size_t length = strlen(name), at;
    unsigned place = (unsigned)length;
    for (at = length < 6 ? 0 : length - 6; at < length; at++) /* the ends of names differ, their namespaces hardly */
        place = place * 31 + (unsigned char)name[at];
    known += place % MOST_KNOWN;
    if (strcmp(known->name, name) != 0 || length == 0) {
        long number = answer(pass, all, ask, name, names);
        if (number < 0 || length >= sizeof known->name)
            return number;
        memcpy(known->name, name, length + 1);
        known->number = number;
    }
    return known->number;
}

/* End the text since the last tag; `last` says that an end tag follows. See walking.Walker._after and _enter. */
static void flush(Pass *pass, int last)
{
    Frame *frame = &pass->frames[pass->depth];
    if (!pass->any)
        return;
    if (frame->flags & RECORD && pass->odd && !pass->inked)
        frame->plain = 0; /* white space to Python, perhaps */
    if (pass->spaced && !(frame->flags & RECORD && !pass->inked && (last || !frame->filled)) && pass->gap == NONE)
        pass->gap = SPACE;
    frame->before = 0;
    frame->worded = 1;
    pass->any = pass->spaced = pass->inked = pass->odd = 0;
}

/* Room for so many bytes of text. */
static int room_for_bytes(Pass *pass, size_t length)
{
    if (pass->filled + length > pass->bytes_room) {
        size_t room = (pass->filled + length) * 2 + 4096;
        char *larger = room < MOST ? realloc(pass->bytes, room) : NULL;
        if (larger == NULL) {
            leave_off(pass, 0);
            return 0;
        }
        pass->bytes = larger;
        pass->bytes_room = room;
    }
    return 1;
}

/* Whether a character may belong to a script without spaces (facts.layers: from U+0E00 on). */
static int is_wide(const unsigned char *at)
{
    return at[0] > 0xE0 || (at[0] == 0xE0 && at[1] >= 0xB8);
}

/* Whether a character may be such that no end of a line of the file beside it is a space (facts.layers: from U+2E80 on). */
static int is_folding(const unsigned char *at)
{
    return at[0] > 0xE2 || (at[0] == 0xE2 && at[1] >= 0xBA);
}

/* Write what stands before the next character, for which there is room. See layers.Layer.write. */
static void fill_gap(Pass *pass, const unsigned char *next)
{
    if (pass->gap > NONE && pass->length > 0) {
        if ((pass->gap == LINE && pass->wide && is_wide(next)) 
            || (pass->gap == SPACE && pass->lined && (pass->folding || is_folding(next))))
            leave_off(pass, 0);
        pass->bytes[pass->filled++] = pass->gap == BREAK ? '\n' : ' ';
        pass->length++;
    }
    pass->gap = NONE;
    pass->lined = 0;
}

static void text(void *data, const char *bytes, int length)
{
    Pass *pass = data;
    const unsigned char *at = (const unsigned char *)bytes, *end = at + length;
    if (pass->depth == 0 || pass->skipping || !room_for_bytes(pass, (size_t)length + 2))
        return; /* of what stands between, the first counts twice: white space before it is in the text */
    pass->any |= length > 0;
    while (at < end && !pass->look) {
        const unsigned char *from = at;
        if (*at <= ' ') {
            pass->spaced = 1;
            pass->lined |= *at == '\n';
            at++;
            continue;
        }
        if (*at >= 0x80) {
            pass->odd = 1;
            if ((end - at >= 2 && memcmp(at, "\xC2\xAD", 2) == 0) || (end - at >= 3 && memcmp(at, "\xEF\xBB\xBF", 3) == 0)) {
                at += *at == 0xC2 ? 2 : 3; /* soft hyphens and byte order marks are no text */
                continue;
            }
        } else
            pass->inked = 1;
        if (pass->spaced && pass->gap == NONE)
            pass->gap = SPACE;
        pass->spaced = 0;
        if (pass->gap != NONE)
            fill_gap(pass, at);
        while (pass->waits > 0)
            pass->self->units[pass->waiting[--pass->waits]].start = pass->length;
        if (*at < 0x80) {
            while (at < end && *at > ' ' && *at < 0x80)
                at++;
            pass->length += (int32_t)(at - from);
            pass->wide = pass->folding = 0;
        } else {
            pass->wide = is_wide(at);
            pass->folding = is_folding(at);
            for (at++; at < end && (*at & 0xC0) == 0x80; at++)
                ;
            pass->length++;
        }
        memcpy(pass->bytes + pass->filled, from, (size_t)(at - from));
        pass->filled += (size_t)(at - from);
    }
}

/* How many units of this name there are in the unit around, with this one; 0 if that is not known. */
static int32_t ordinal(Pass *pass, int32_t kind)
{
    int32_t at = pass->segment;
    for (; at < pass->counted; at++)
        if (pass->counts[at][0] == kind)
            return ++pass->counts[at][1];
    if (at - pass->segment >= MOST_NAMES
        || !room_for(pass, (void **)&pass->counts, pass->counted, &pass->counts_room, sizeof *pass->counts))
        return 0;
    pass->counts[pass->counted][0] = kind;
    return pass->counts[pass->counted++][1] = 1;
}

static void begin_unit(Pass *pass, Frame *frame, const Unit *given)
{
    Plain *self = pass->self;
    Unit *unit;
    if (!room_for(pass, (void **)&self->units, self->count, &self->room, sizeof *self->units))
        return;
    unit = &self->units[self->count];
    *unit = *given;
    unit->node = frame->node;
    unit->parent = frame->unit;
    unit->kind = frame->kind;
    unit->language = frame->language;
    unit->level = frame->level;
    unit->label = unit->length = -1;
    unit->after = ++self->count;
    unit->start = pass->gap == BREAK ? (pass->length > 0 ? pass->length + 1 : 0) : -1;
    if (frame->flags & TURN) {
        unit->length = pass->length;
        if (unit->start < 0) {
            if (pass->waits < DEEPEST)
                pass->waiting[pass->waits++] = self->count - 1;
            else
                frame->plain = 0;
        }
        return;
    }
    if ((unit->ordinal = ordinal(pass, frame->kind)) == 0)
        frame->plain = 0;
    frame->unit = frame->own = self->count - 1;
    frame->level++;
    pass->segment = pass->counted;
}

/* Take the attributes of an element. */
static void attributes_of(Pass *pass, Frame *frame, const char **attributes, Unit *unit)
{
    Plain *self = pass->self;
    for (; attributes[0] != NULL && !pass->look; attributes += 2) {
        const char *value = attributes[1];
        switch (lately(pass, pass->names, self->attributes, pass->attribute, attributes[0], NULL)) {
        case AN_ID:
            if (value[0] == '\0')
                break;
            if (value[0] == '~' || strpbrk(value, " \t\r\n") != NULL)
                frame->plain = 0;
            unit->id = kept(pass, self->values, PyUnicode_FromString(value));
            if (!pass->look) {
                int found = PySet_Contains(pass->targets, PyList_GetItem(self->values, unit->id));
                if (found < 0)
                    leave_off(pass, 1);
                frame->plain &= found == 0;
            }
            break;
        case N:
            unit->n = kept(pass, self->values, PyUnicode_FromString(value));
            break;
        case LANGUAGE:
            frame->language = kept(pass, self->values, PyUnicode_FromString(value));
            frame->spoken = 1;
            break;
        case WHO:
            unit->who = (int32_t)answer(pass, self->who, pass->speak, value, self->speakers);
            if (!pass->look && PyList_GetItem(self->speakers, unit->who) == Py_None)
                frame->plain = 0;
            break;
        case REND:
            frame->plain &= strstr(value, "block") == NULL;
            break;
        case BREAK_OF:
            frame->joined = strcmp(value, "no") == 0;
            break;
        case EDITION:
            frame->plain &= !(frame->flags & TURN);
            break;
        case RECORDED:
            frame->plain = 0;
        }
    }
}

static void start(void *data, const char *name, const char **attributes)
{
    Pass *pass = data;
    Plain *self = pass->self;
    Frame *around = &pass->frames[pass->depth], *frame = around + 1;
    Unit unit = {0};
    long number;
    flush(pass, 0);
    if (pass->depth == DEEPEST) {
        leave_off(pass, 0);
        return;
    }
    number = lately(pass, pass->elements, self->kinds, pass->kind, name, self->names);
    if (number < 0 || !new_node(pass))
        return;
    *frame = (Frame){0};
    frame->kind = (int32_t)number;
    frame->flags = (int32_t)PyLong_AsLong(PyTuple_GetItem(PyList_GetItem(self->names, number), 0));
    frame->node = self->nodes - 1;
    frame->unit = around->unit;
    frame->level = around->level;
    frame->own = -1;
    frame->language = around->language;
    frame->carriers = around->carriers + !!(frame->flags & CARRIER);
    frame->plain = !(frame->flags & (OTHER | SKIPPED));
    frame->segment = pass->segment;
    around->filled = 1;
    pass->depth++;
    pass->skipping += !!(frame->flags & SKIPPED);
    if (pass->skipping)
        return;
    attributes_of(pass, frame, attributes, &unit);
    frame->block = frame->flags & BLOCK || (frame->flags & STAGE && around->carriers == 0);
    if (frame->block)
        pass->gap = BREAK;
    else if (around->before && pass->gap < SPACE && around->before != 1 && !(frame->flags & IN_WORDS))
        around->plain = 0; /* whether a space is to part the two is for Python */
    if ((frame->block && frame->flags & UNIT) || frame->flags & TURN)
        begin_unit(pass, frame, &unit);
    if (frame->flags & BREAKING && frame->joined) {
        if (pass->gap < LINE)
            pass->gap = JOIN;
    } else if (frame->flags & LINE_BREAK && pass->gap < LINE)
        pass->gap = LINE;
    else if (frame->flags & SPACED && pass->gap < SPACE)
        pass->gap = SPACE;
}

static void end_unit(Pass *pass, Frame *frame, Frame *around)
{
    Plain *self = pass->self;
    Unit *unit = &self->units[frame->own];
    unit->end = pass->length;
    unit->after = self->count;
    if (unit->start < 0 || unit->start > pass->length)
        unit->start = pass->length;
    pass->counted = pass->segment;
    pass->segment = frame->segment;
    if (frame->plain && unit->start < unit->end)
        self->plain[frame->node] = frame->own;
    if (frame->flags & HEAD && around->own >= 0 && around->flags & HEADED && !around->labelled) {
        around->labelled = 1; /* by the first one, and be it empty (facts.units, heading_of) */
        self->units[around->own].label = unit->start;
        self->units[around->own].label_end = unit->end;
    }
}

static void end(void *data, const char *name)
{
    Pass *pass = data;
    Frame *frame = &pass->frames[pass->depth], *around = frame - 1;
    (void)name;
    flush(pass, 1);
    pass->self->sizes[frame->node] = pass->self->nodes - frame->node;
    pass->depth--;
    if (pass->skipping) {
        pass->skipping -= !!(frame->flags & SKIPPED);
        around->plain = 0;
        return;
    }
    if (frame->own >= 0)
        end_unit(pass, frame, around);
    around->plain &= frame->plain;
    if (!(frame->flags & IN_WORDS) || frame->filled || frame->worded || frame->joined || frame->block)
        around->before = frame->flags & IN_WORDS ? 1 : 2;
    else if (frame->spoken)
        around->plain = 0;
    if (frame->block)
        pass->gap = BREAK;
}

static void other_node(Pass *pass)
{
    if (pass->depth > 0) {
        flush(pass, 0);
        pass->frames[pass->depth].filled = 1;
        new_node(pass);
    }
}

static void comment(void *data, const char *content)
{
    (void)content;
    other_node(data);
}

static void instruction(void *data, const char *target, const char *content)
{
    (void)target, (void)content;
    other_node(data);
}

static void doctype(void *data, const char *name, const char *system, const char *public, int internal)
{
    (void)name, (void)system, (void)public, (void)internal;
    leave_off(data, 0);
}

static void read_through(Pass *pass, const char *data, size_t length)
{
    size_t at = 0, blocks = 0;
    while (!pass->look) {
        size_t size = length - at < BLOCK_OF_BYTES ? length - at : BLOCK_OF_BYTES;
        if (!expat->parse(pass->parser, data + at, (int)size, size == 0))
            pass->look = 1;
        if (size == 0)
            break;
        at += size;
        if (++blocks % BREATH == 0 && PyErr_CheckSignals() < 0)
            leave_off(pass, 1);
    }
}

/* ---- what Python asks for --------------------------------------------------------------------------------------- */

static PyObject *item(PyObject *list, int32_t number)
{
    PyObject *found = PyList_GetItem(list, number);
    return Py_XNewRef(found);
}

/* What can be in no cycle, so that nobody looks for one: there are hundreds of thousands of these. */
static PyObject *without_cycles(PyObject *made)
{
    if (made != NULL)
        PyObject_GC_UnTrack(made);
    return made;
}

/* A span, or None in a layer that does not have it. */
static PyObject *span(PyObject *type, int32_t start, int32_t end, PyObject *shift)
{
    PyObject *made;
    allocfunc allocate = (allocfunc)PyType_GetSlot((PyTypeObject *)type, Py_tp_alloc);
    long by;
    if (shift == Py_None)
        return Py_NewRef(Py_None);
    by = PyLong_AsLong(shift);
    made = by == -1 && PyErr_Occurred() ? NULL : allocate((PyTypeObject *)type, 2);
    if (made != NULL
        && (PyTuple_SetItem(made, 0, PyLong_FromLong(start + by)) < 0 || PyTuple_SetItem(made, 1, PyLong_FromLong(end + by)) < 0))
        Py_CLEAR(made);
    return without_cycles(made);
}

typedef struct {
    PyObject *unit, *span, *id, *cite, *prefix, *parent, *reading, *printed;
    int32_t root, first, level;
} Wanted;

#define DIGITS 24
#define LONGEST_NAME 200 /* of what is spelled on the stack */

/* Spell a number so that it ends where `end` says; where it begins. */
static char *spelled(char *end, long long number)
{
    unsigned long long left = number < 0 ? 0ULL - (unsigned long long)number : (unsigned long long)number;
    do
        *--end = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (number < 0)
        *--end = '-';
    return end;
}

/* A text, a name and a number one after the other, what PyUnicode_FromFormat would make slowly; no number if it is 0. */
static PyObject *joined(PyObject *before, const char *between, const char *name, int32_t number)
{
    char made[2 * LONGEST_NAME + DIGITS], digits[DIGITS], *at = made;
    const char *from = digits + DIGITS, *parts[4];
    Py_ssize_t lengths[4], part;
    parts[0] = PyUnicode_AsUTF8AndSize(before, &lengths[0]);
    if (parts[0] == NULL)
        return NULL;
    if (number != 0)
        from = spelled(digits + DIGITS, number);
    parts[1] = between, parts[2] = name, parts[3] = from;
    lengths[1] = (Py_ssize_t)strlen(between), lengths[2] = (Py_ssize_t)strlen(name), lengths[3] = digits + DIGITS - from;
    if (lengths[0] + lengths[1] + lengths[2] > 2 * LONGEST_NAME)
        return number != 0 ? PyUnicode_FromFormat("%U%s%s%d", before, between, name, (int)number)
                           : PyUnicode_FromFormat("%U%s%s", before, between, name);
    for (part = 0; part < 4; part++) {
        memcpy(at, parts[part], (size_t)lengths[part]);
        at += lengths[part];
    }
    return PyUnicode_FromStringAndSize(made, at - made);
}

/* The citation of a unit within another one, whose prefix is given. */
static PyObject *cite_of(const Unit *unit, PyObject *prefix, const char *name, int is_once)
{
    return joined(prefix, PyUnicode_GetLength(prefix) ? "." : "", name, is_once && unit->ordinal == 1 ? 0 : unit->ordinal);
}

#define FIELDS 16

/* A unit: the fields of facts.passages.Unit. `prefixes` are those of the units in this one and those before it. */
static PyObject *made_unit(Plain *self, const Wanted *wanted, int32_t number, Unit *unit, PyObject **prefixes, PyObject *made)
{
    PyObject *pair = PyList_GetItem(self->names, unit->kind), *name = PyTuple_GetItem(pair, 1), *fields[FIELDS], *result;
    long flags = PyLong_AsLong(PyTuple_GetItem(pair, 0));
    int32_t at = number - wanted->root, up = unit->parent - wanted->root, field;
    const char *called = PyUnicode_AsUTF8AndSize(name, NULL);
    allocfunc allocate = (allocfunc)PyType_GetSlot((PyTypeObject *)wanted->unit, Py_tp_alloc);
    if (called == NULL)
        return NULL;
    if (at == 0) {
        fields[0] = Py_NewRef(wanted->id);
        fields[3] = Py_NewRef(wanted->cite);
        fields[4] = Py_NewRef(wanted->parent);
        prefixes[at] = Py_NewRef(wanted->prefix);
    } else {
        fields[0] = unit->id ? item(self->values, unit->id) : joined(PyList_GetItem(self->values, 0), "~", "", wanted->first + at + 1);
        fields[3] = cite_of(unit, prefixes[up], called, !!(flags & ONCE));
        fields[4] = Py_XNewRef(PyTuple_GetItem(PyList_GetItem(made, up), 0));
        prefixes[at] = Py_XNewRef(flags & TRANSPARENT && unit->ordinal == 1 ? prefixes[up] : fields[3]);
    }
    fields[1] = Py_NewRef(name);
    fields[2] = Py_NewRef(name);
    fields[5] = PyLong_FromLong(wanted->level + unit->level - self->units[wanted->root].level);
    fields[6] = span(wanted->span, unit->start, unit->end, wanted->reading);
    fields[7] = wanted->printed == wanted->reading ? Py_XNewRef(fields[6])
                                                   : span(wanted->span, unit->start, unit->end, wanted->printed);
    fields[8] = item(self->values, unit->n);
    fields[9] = unit->label < 0 ? item(self->values, 0) : PyUnicode_Substring(self->text, unit->label, unit->label_end);
    fields[10] = item(self->values, unit->language);
    fields[11] = item(self->speakers, unit->who);
    fields[12] = Py_NewRef(Py_None);
    fields[13] = Py_NewRef(Py_False);
    fields[14] = Py_NewRef(Py_False);
    fields[15] = item(self->speakers, 0); /* no data */
    result = allocate((PyTypeObject *)wanted->unit, FIELDS);
    for (field = 0; field < FIELDS; field++) /* the tuple takes what it is given, even if that fails */
        if (fields[field] == NULL || result == NULL) {
            Py_CLEAR(result);
            Py_XDECREF(fields[field]);
        } else if (PyTuple_SetItem(result, field, fields[field]) < 0)
            Py_CLEAR(result);
    return without_cycles(result);
}

static PyObject *plain_units(Plain *self, PyObject *arguments)
{
    Wanted wanted;
    PyObject *made = NULL, **prefixes = NULL;
    int32_t number, count = 0, done = 0;
    if (!PyArg_ParseTuple(arguments, "iO!O!iUUUOiOO:units", &wanted.root, &PyType_Type, &wanted.unit, &PyType_Type,
                          &wanted.span, &wanted.first, &wanted.id, &wanted.cite, &wanted.prefix, &wanted.parent,
                          &wanted.level, &wanted.reading, &wanted.printed))
        return NULL;
    if (wanted.root >= 0 && wanted.root < self->count && self->plain[self->units[wanted.root].node] == wanted.root
        && PyType_IsSubtype((PyTypeObject *)wanted.unit, &PyTuple_Type)
        && PyType_IsSubtype((PyTypeObject *)wanted.span, &PyTuple_Type))
        count = self->units[wanted.root].after - wanted.root;
    if (count == 0)
        return PyErr_Format(PyExc_ValueError, "%d is no plain unit", (int)wanted.root);
    prefixes = calloc((size_t)count, sizeof *prefixes);
    made = prefixes != NULL ? PyList_New(count) : PyErr_NoMemory();
    for (; made != NULL && done < count; done++) {
        Unit unit;
        PyObject *one = Py_None;
        number = wanted.root + done;
        unit = self->units[number];
        if (unit.length >= 0)
            one = Py_NewRef(Py_None); /* a turn: see `turns` */
        else {
            /* without text and met before the first word of the unit around it, it begins where that does */
            if (done > 0 && unit.start < self->units[unit.parent].start)
                unit.start = unit.end = self->units[unit.parent].start;
            self->units[number] = unit;
            one = made_unit(self, &wanted, number, &unit, prefixes, made);
        }
        if (one == NULL || PyList_SetItem(made, done, one) < 0)
            Py_CLEAR(made);
    }
    for (number = 0; number < count && prefixes != NULL; number++)
        Py_XDECREF(prefixes[number]);
    free(prefixes);
    return made;
}

/* The number of a unit that Python gives; -1, with an exception, if there is none of it. */
static int32_t given_unit(const Plain *self, PyObject *given)
{
    long number = PyLong_AsLong(given);
    if (number >= 0 && number < self->count)
        return (int32_t)number;
    if (!PyErr_Occurred())
        PyErr_SetString(PyExc_IndexError, "no unit has this number");
    return -1;
}

/* The turns in a unit: which of its units it is, id or None, n, where it begins (-1: not in it), the length before. */
static PyObject *plain_turns(Plain *self, PyObject *given)
{
    int32_t root = given_unit(self, given), number;
    PyObject *made = root < 0 ? NULL : PyList_New(0);
    for (number = root; made != NULL && number < self->units[root].after; number++) {
        const Unit *unit = &self->units[number];
        PyObject *one;
        if (unit->length < 0)
            continue;
        one = Py_BuildValue("(iiNNii)", (int)(number - root), (int)unit->node, item(self->values, unit->id),
                            item(self->values, unit->n), unit->start < self->units[root].end ? (int)unit->start : -1, (int)unit->length);
        if (one == NULL || PyList_Append(made, one) < 0)
            Py_CLEAR(made);
        Py_XDECREF(one);
    }
    return made;
}

/* The first character of a unit and the one after the last, its id and its name. */
static PyObject *plain_unit(Plain *self, PyObject *given)
{
    int32_t root = given_unit(self, given);
    const Unit *unit;
    if (root < 0)
        return NULL;
    unit = &self->units[root];
    return Py_BuildValue("(iiNO)", (int)unit->start, (int)unit->end, item(self->values, unit->id),
                         PyTuple_GetItem(PyList_GetItem(self->names, unit->kind), 1));
}

/* The numbers of the nodes of a unit and those in it. */
static PyObject *plain_nodes(Plain *self, PyObject *given)
{
    int32_t root = given_unit(self, given), number;
    PyObject *made = root < 0 ? NULL : PyList_New(0);
    for (number = root; made != NULL && number < self->units[root].after; number++) {
        PyObject *one = PyLong_FromLong(self->units[number].node);
        if (one == NULL || PyList_Append(made, one) < 0)
            Py_CLEAR(made);
        Py_XDECREF(one);
    }
    return made;
}

static PyObject *plain_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    Py_buffer data;
    Plain *self = NULL;
    Pass *pass = calloc(1, sizeof *pass);
    (void)keywords;
    if (pass == NULL)
        return PyErr_NoMemory();
    if (!PyArg_ParseTuple(arguments, "y*OOOO:Plain", &data, &pass->kind, &pass->attribute, &pass->speak, &pass->targets)) {
        free(pass);
        return NULL;
    }
    pass->self = self = (Plain *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0); /* all zero */
    pass->parser = expat->create("utf-8", NULL, SEPARATOR);
    if (self != NULL) {
        self->kinds = PyDict_New();
        self->attributes = PyDict_New();
        self->who = PyDict_New();
        self->names = PyList_New(0);
        self->values = Py_BuildValue("[s]", "");
        self->speakers = Py_BuildValue("[()]");
    }
    if (self == NULL || pass->parser == NULL || PyErr_Occurred()) {
        pass->failed = 1;
        goto done;
    }
    pass->frames[0].own = pass->frames[0].unit = -1;
    expat->set_user_data(pass->parser, pass);
    expat->on_element(pass->parser, start, end);
    expat->on_text(pass->parser, text);
    expat->on_comment(pass->parser, comment);
    expat->on_instruction(pass->parser, instruction);
    expat->on_doctype(pass->parser, doctype);
    read_through(pass, data.buf, (size_t)data.len);
    if (!pass->failed) {
        self->text = PyUnicode_DecodeUTF8(pass->look ? "" : pass->bytes, pass->look ? 0 : (Py_ssize_t)pass->filled, NULL);
        pass->failed = self->text == NULL;
    }
    if (pass->look)
        self->nodes = self->count = 0; /* nothing is plain */
done:
    if (pass->failed)
        Py_CLEAR(self);
    if (pass->failed && !PyErr_Occurred())
        PyErr_NoMemory();
    if (pass->parser != NULL)
        expat->free(pass->parser);
    free(pass->bytes);
    free(pass->counts);
    free(pass);
    PyBuffer_Release(&data);
    return (PyObject *)self;
}

static void plain_free(Plain *self)
{
    PyTypeObject *type = Py_TYPE((PyObject *)self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    Py_XDECREF(self->text);
    Py_XDECREF(self->kinds);
    Py_XDECREF(self->attributes);
    Py_XDECREF(self->names);
    Py_XDECREF(self->values);
    Py_XDECREF(self->speakers);
    Py_XDECREF(self->who);
    free(self->sizes);
    free(self->plain);
    free(self->units);
    release(self);
    Py_DECREF(type);
}

static PyObject *plain_text(Plain *self, void *unused)
{
    (void)unused;
    return Py_NewRef(self->text);
}

static PyObject *plain_numbers(Plain *self, void *which)
{
    const int32_t *numbers = which == NULL ? self->sizes : self->plain;
    return PyBytes_FromStringAndSize((const char *)numbers, (Py_ssize_t)self->nodes * (Py_ssize_t)sizeof *numbers);
}

static PyMethodDef plain_methods[] = {
    {"unit", (PyCFunction)plain_unit, METH_O, "What is known of a plain unit: start, end, id, name."},
    {"units", (PyCFunction)plain_units, METH_VARARGS, "A plain unit and those in it, as a list; None for a turn of pages."},
    {"turns", (PyCFunction)plain_turns, METH_O, "The turns in a plain unit: number, node, id, n, start, length before."},
    {"nodes", (PyCFunction)plain_nodes, METH_O, "The numbers of the nodes of a plain unit and of those in it."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef plain_attributes[] = {
    {"text", (getter)plain_text, NULL, "The text.", NULL},
    {"sizes", (getter)plain_numbers, NULL, "How many nodes there are in each node, itself among them.", NULL},
    {"plain", (getter)plain_numbers, NULL, "The plain unit that each node is, else -1.", (void *)1},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot plain_slots[] = {
    {Py_tp_doc, "Plain(data, kind, attribute, speakers, targets): the plain parts of a document in UTF-8."},
    {Py_tp_new, plain_new},
    {Py_tp_dealloc, plain_free},
    {Py_tp_methods, plain_methods},
    {Py_tp_getset, plain_attributes},
    {0, NULL},
};

static PyType_Spec plain_spec = {"teitools.native._plain.Plain", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT, plain_slots};

/* ---- rows ------------------------------------------------------------------------------------------------------- */

#define MOST_COLUMNS 32

typedef struct {
    char *bytes;
    size_t filled, room;
} Out;

typedef struct {
    const char *before;
    Py_ssize_t length;
    int index, part, is_quoted; /* whether what stands before has something to quote */
} Column;

/* Room for so many more bytes. */
static int more_room(Out *out, size_t length)
{
    size_t room = (out->filled + length) * 2 + 4096;
    char *bytes = realloc(out->bytes, room);
    if (bytes == NULL) {
        PyErr_NoMemory();
        return 0;
    }
    out->bytes = bytes;
    out->room = room;
    return 1;
}

static inline int has_room(Out *out, size_t length)
{
    return out->filled + length <= out->room || more_room(out, length);
}

/* Add bytes, for which there is room; most are few, and a call would take longer than they do. */
static inline void put(Out *out, const char *bytes, size_t length)
{
    char *to = out->bytes + out->filled;
    size_t at;
    out->filled += length;
    if (length > 8)
        memcpy(to, bytes, length);
    else
        for (at = 0; at < length; at++)
            to[at] = bytes[at];
}

static inline int add(Out *out, const char *bytes, size_t length)
{
    if (!has_room(out, length))
        return 0;
    put(out, bytes, length);
    return 1;
}

static int add_number(Out *out, PyObject *value)
{
    char digits[DIGITS], *from;
    long long number = PyLong_AsLongLong(value);
    if (number == -1 && PyErr_Occurred())
        return 0;
    from = spelled(digits + DIGITS, number);
    return add(out, from, (size_t)(digits + DIGITS - from));
}

/* What csv quotes, and what of it is written twice; what json escapes. */
enum { QUOTED = 1, DOUBLED = 2, ESCAPED = 4 };
static unsigned char special[256];

static void know_special(void)
{
    int one;
    for (one = 0; one < ' '; one++)
        special[one] = ESCAPED;
    special['"'] = QUOTED | DOUBLED | ESCAPED;
    special['\\'] = ESCAPED;
    special[','] = QUOTED;
    special['\n'] |= QUOTED;
    special['\r'] |= QUOTED;
}

/* How many bytes there are before one that is special in this way. */
static inline Py_ssize_t common(const char *bytes, Py_ssize_t length, int way)
{
    Py_ssize_t at = 0;
    while (at < length && !(special[(unsigned char)bytes[at]] & way))
        at++;
    return at;
}

/* A text in a cell of CSV without the quotes around it, those in it doubled, or in JSON; what csv and json write. */
static int add_escaped(Out *out, const char *bytes, Py_ssize_t length, int way)
{
    for (;;) {
        Py_ssize_t at = common(bytes, length, way);
        unsigned char one;
        const char *named;
        char escaped[8] = {'\\', 0};
        if (!add(out, bytes, (size_t)at))
            return 0;
        if (at == length)
            return 1;
        one = (unsigned char)bytes[at];
        named = one >= ' ' || one == 0 ? NULL : strchr("\bb\ff\nn\rr\tt", one);
        if (way == DOUBLED)
            escaped[0] = '"';
        escaped[1] = named != NULL ? named[1] : (char)one;
        if (named == NULL && one < ' ')
            memcpy(escaped, one < 16 ? "\\u000" : "\\u001", 6), escaped[5] = "0123456789abcdef"[one & 15];
        if (!add(out, escaped, strlen(escaped)))
            return 0;
        bytes += at + 1;
        length -= at + 1;
    }
}

static int add_cell(Out *out, const Column *column, const char *bytes, Py_ssize_t length)
{
    if (!column->is_quoted && common(bytes, length, QUOTED) == length) {
        if (!has_room(out, (size_t)(column->length + length)))
            return 0;
        put(out, column->before, (size_t)column->length);
        put(out, bytes, (size_t)length);
        return 1;
    }
    return add(out, "\"", 1) && add_escaped(out, column->before, column->length, DOUBLED)
           && add_escaped(out, bytes, length, DOUBLED) && add(out, "\"", 1);
}

static int is_span(PyObject *value)
{
    return PyTuple_Size(value) == 2 && PyLong_CheckExact(PyTuple_GetItem(value, 0)) && PyLong_CheckExact(PyTuple_GetItem(value, 1));
}

static int add_text(Out *out, const Column *column, PyObject *value, int is_json)
{
    Py_ssize_t length = 0;
    const char *bytes = value == NULL ? "" : PyUnicode_AsUTF8AndSize(value, &length);
    if (bytes == NULL)
        return 0;
    if (!is_json)
        return add_cell(out, column, bytes, length);
    if (common(bytes, length, ESCAPED) < length)
        return add(out, "\"", 1) && add_escaped(out, bytes, length, ESCAPED) && add(out, "\"", 1);
    if (!has_room(out, (size_t)length + 2))
        return 0;
    put(out, "\"", 1);
    put(out, bytes, (size_t)length);
    put(out, "\"", 1);
    return 1;
}

static int add_value(Out *out, const Column *column, PyObject *value, PyObject *other)
{
    int is_json = other != Py_None, done;
    Py_ssize_t length = 0;
    const char *bytes;
    PyObject *made;
    if (is_json && !add(out, column->before, (size_t)column->length))
        return 0;
    if (value == NULL || Py_IS_TYPE(value, &PyUnicode_Type))
        return add_text(out, column, value, is_json);
    if (value == Py_None)
        return !is_json || add(out, "null", 4);
    if (value == Py_True || value == Py_False)
        return add(out, value == Py_True ? "true" : "false", value == Py_True ? 4 : 5);
    if (PyLong_Check(value))
        return add_number(out, value);
    if (PyUnicode_Check(value))
        return add_text(out, column, value, is_json);
    if (is_json && PyTuple_Check(value) && is_span(value))
        return add(out, "[", 1) && add_number(out, PyTuple_GetItem(value, 0)) && add(out, ", ", 2)
               && add_number(out, PyTuple_GetItem(value, 1)) && add(out, "]", 1);
    if (is_json && PyTuple_Check(value) && PyTuple_Size(value) == 0)
        return add(out, "[]", 2);
    made = is_json ? PyObject_CallFunctionObjArgs(other, value, NULL) : NULL;
    bytes = made != NULL ? PyUnicode_AsUTF8AndSize(made, &length) : NULL;
    if (made == NULL && !PyErr_Occurred())
        PyErr_SetString(PyExc_TypeError, "a cell is text, a number or nothing");
    done = bytes != NULL && add(out, bytes, (size_t)length);
    Py_XDECREF(made);
    return done;
}

static int add_row(Out *out, const Column *columns, Py_ssize_t count, PyObject *row, PyObject *other)
{
    Py_ssize_t at;
    for (at = 0; at < count; at++) {
        const Column *column = &columns[at];
        PyObject *value = column->index < 0 ? NULL : PyTuple_GetItem(row, column->index);
        if (value == NULL && column->index >= 0)
            return 0;
        if (value != NULL && value != Py_None && column->part >= 0 && (value = PyTuple_GetItem(value, column->part)) == NULL)
            return 0;
        if ((other == Py_None && at > 0 && !add(out, ",", 1)) || !add_value(out, column, value, other))
            return 0;
    }
    return 1;
}

static PyObject *write_rows(PyObject *module, PyObject *arguments)
{
    PyObject *rows, *given, *other;
    Column columns[MOST_COLUMNS];
    PyObject *made;
    Out out = {0};
    Py_ssize_t count, at, done = 1;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "O!O!O:write_rows", &PyTuple_Type, &rows, &PyTuple_Type, &given, &other))
        return NULL;
    count = PyTuple_Size(given);
    if (count > MOST_COLUMNS)
        return PyErr_Format(PyExc_ValueError, "too many columns");
    for (at = 0; at < count; at++)
        if (!PyArg_ParseTuple(PyTuple_GetItem(given, at), "s#ii", &columns[at].before, &columns[at].length,
                              &columns[at].index, &columns[at].part))
            return NULL;
    for (at = 0; at < count; at++)
        columns[at].is_quoted = common(columns[at].before, columns[at].length, QUOTED) < columns[at].length;
    for (at = 0; done && at < PyTuple_Size(rows); at++)
        done = (other == Py_None || at == 0 || add(&out, "}, ", 3)) && add_row(&out, columns, count, PyTuple_GetItem(rows, at), other)
               && (other != Py_None || add(&out, "\n", 1));
    if (done && other != Py_None && at > 0)
        done = add(&out, "}", 1);
    made = done ? PyBytes_FromStringAndSize(out.bytes, (Py_ssize_t)out.filled) : NULL;
    free(out.bytes);
    return made;
}

static PyMethodDef functions[] = {
    {"write_rows", write_rows, METH_VARARGS,
     "Rows as lines of CSV, or, where `other` says how to write other things, as the objects of a list of JSON."},
    {NULL, NULL, 0, NULL},
};

static int prepare(PyObject *module)
{
    PyObject *type = find_expat() < 0 ? NULL : PyType_FromModuleAndSpec(module, &plain_spec, NULL);
    int failed = type == NULL || PyModule_AddObjectRef(module, "Plain", type) < 0
                 || PyModule_AddStringConstant(module, "SOURCE", SOURCE) < 0;
    Py_XDECREF(type);
    know_special();
    return failed ? -1 : 0;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, prepare}, {0, NULL}};

static struct PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT, "_plain", "The plain parts of a text, and rows.", 0, functions, module_slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__plain(void)
{
    return PyModuleDef_Init(&module_definition);
}
