/* SPDX-License-Identifier: GPL-3.0-or-later */
/* embed NAME FILE: writes a C source that holds FILE as `const char NAME[]` and NAME_len. */
#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: embed NAME FILE\n", stderr);
        return 2;
    }
    FILE *in = fopen(argv[2], "rb");
    if (!in) {
        perror(argv[2]);
        return 3;
    }
    printf("/* made from %s; do not edit */\n#include <stddef.h>\n"
           "extern const char %s[];\nextern const ptrdiff_t %s_len;\nconst char %s[] = {",
           argv[2], argv[1], argv[1], argv[1]);
    long len = 0;
    for (int c = fgetc(in); c != EOF; c = fgetc(in), len++)
        printf("%s%d,", len % 20 == 0 ? "\n" : "", c < 128 ? c : c - 256);
    printf("\n0};\nconst ptrdiff_t %s_len = %ld;\n", argv[1], len);
    return fclose(in) != 0;
}
