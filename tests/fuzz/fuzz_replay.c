/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs a fuzz target without libFuzzer: every file of the corpus folder argv[1], then mutations
 * of them with a fixed seed (or argv[2]), so many as fit into a few seconds. Each input stands
 * in a block of its exact size, so that a sanitizer sees a step over its end.
 */
#include "fuzz_entry.h"

#include <dirent.h>
#include <string.h>
#include <time.h>

enum { FILES_MAX = 4096, INPUT_MAX = 1 << 16, MUTATIONS = 20000 };
#define SECONDS_MAX 6.0

struct input {
    uint8_t *bytes;
    size_t size;
};

static struct input corpus[FILES_MAX];
static size_t files;
static uint64_t state;

/* xorshift64* (Vigna 2016): of its own, for a target may use the generator under test. */
static size_t below(size_t n)
{
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return (size_t)((state * UINT64_C(0x2545F4914F6CDD1D)) >> 33) % (n ? n : 1);
}

static void run(const uint8_t *bytes, size_t size)
{
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact)
        abort();
    if (size)
        memcpy(exact, bytes, size);
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static int load(const char *folder, const char *name)
{
    char path[4096];
    static uint8_t bytes[INPUT_MAX];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file)
        return 0;
    const size_t size = fread(bytes, 1, sizeof bytes, file);
    const int good = !ferror(file);
    fclose(file);
    if (!good) /* a folder inside the folder */
        return 1;
    struct input *in = &corpus[files];
    in->bytes = malloc(size ? size : 1);
    if (!in->bytes)
        return 0;
    memcpy(in->bytes, bytes, size);
    in->size = size;
    files++;
    return 1;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int load_all(const char *folder)
{
    struct dirent **names;
    const int count = scandir(folder, &names, NULL, by_name); /* the same order everywhere */
    int good = count >= 0;
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.' && files < FILES_MAX)
            good = good && load(folder, names[i]->d_name);
        free(names[i]);
    }
    if (count >= 0)
        free(names);
    return good && files > 0;
}

/* One change: a bit, a byte, a run put in, taken out, doubled, or taken from another input. */
static size_t change(uint8_t *bytes, size_t size)
{
    static const uint8_t telling[] = {0x00, 0xFF, 0x80, 0x7F, '"', '\\',
                                      '{',  '-',  '0',  ' ',  0xD0};
    const size_t at = below(size + 1), left = size - at;
    const size_t run = 1 + below(16);
    const struct input *other = &corpus[below(files)];
    switch (below(6)) {
    case 0:
        if (left)
            bytes[at] ^= (uint8_t)(1u << below(8));
        return size;
    case 1:
        if (left)
            bytes[at] = below(2) ? telling[below(sizeof telling)] : (uint8_t)below(256);
        return size;
    case 2:
        if (size + run > INPUT_MAX)
            return size;
        memmove(bytes + at + run, bytes + at, left);
        memset(bytes + at, telling[below(sizeof telling)], run);
        return size + run;
    case 3:
        if (run > left)
            return at;
        memmove(bytes + at, bytes + at + run, left - run);
        return size - run;
    case 4:
        if (run > left || size + run > INPUT_MAX)
            return size;
        memmove(bytes + at + run, bytes + at, left);
        return size + run;
    default:
        if (other->size == 0)
            return size;
        const size_t from = below(other->size);
        const size_t most =
            other->size - from < INPUT_MAX - at ? other->size - from : INPUT_MAX - at;
        memcpy(bytes + at, other->bytes + from, most);
        return at + most;
    }
}

static double cpu_s(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

int main(int argc, char **argv)
{
    static uint8_t bytes[INPUT_MAX];
    if (argc < 2 || !load_all(argv[1])) {
        fprintf(stderr, "no corpus in %s\n", argc < 2 ? "(no folder given)" : argv[1]);
        return 1;
    }
    state = (argc > 2 ? strtoull(argv[2], NULL, 10) : 0) ^ UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = 0; i < files; i++)
        run(corpus[i].bytes, corpus[i].size);
    const double start_s = cpu_s();
    int mutations = 0;
    for (; mutations < MUTATIONS && cpu_s() - start_s < SECONDS_MAX; mutations++) {
        const struct input *from = &corpus[below(files)];
        size_t size = from->size;
        memcpy(bytes, from->bytes, size);
        for (size_t i = 1 + below(6); i > 0; i--)
            size = change(bytes, size);
        run(bytes, size);
    }
    printf("%zu files and %d mutations ran\n", files, mutations);
    for (size_t i = 0; i < files; i++)
        free(corpus[i].bytes);
    return 0;
}
