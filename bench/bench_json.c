/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many megabytes of claims in Ukrainian the JSON reader reads, and the canonical writer
 * writes again, per processor second. Best of several runs. All persons are invented. */
#include "rk_bench.h"
#include "rk_json.h"
#include "rk_random.h"
#include "rk_work.h"

enum { RUNS = 7, TEXT_MAX = 24 << 20 };
#define SEED 20220912u

static struct rk_str pick(struct rk_random *r, const char *const *of, int64_t count)
{
    return rk_str_of(of[rk_random_below(r, count)]);
}

/* One claim a line, as the ledger keeps them. */
static void put_claim(struct rk_random *r, struct rk_buf *text)
{
    static const char *const streets[] = {"вулиця Соборна", "проспект Незалежності",
                                          "вул. Київська", "провулок Шкільний"};
    static const char *const said[] = {
        "Дах зруйновано повністю, перекриття другого поверху обвалилося; у підвалі вода.",
        "Вікна вибито з усіх боків, тепла немає з початку березня, живуть двоє літніх людей.",
        "За словами сусідів, \\\"прилетіло вночі\\\"; гасили самі, вигоріли три квартири.",
        "Ліки від тиску закінчилися, потрібен інсулін; найближча аптека зачинена."};
    static const char *const roles[] = {"сусід", "лікарка", "двірник", "голова ОСББ"};
    const struct rk_str role = pick(r, roles, RK_COUNT(roles));
    const struct rk_str street = pick(r, streets, RK_COUNT(streets));
    const struct rk_str first = pick(r, said, RK_COUNT(said));
    const struct rk_str second = pick(r, said, RK_COUNT(said));
    rk_buf_printf(text, "{\"according_to\":{\"name\":\"Особа Вигадана %d\",\"role\":\"%.*s\"},",
                  (int)rk_random_below(r, 90000), RK_FMT(role));
    rk_buf_printf(text, "\"as_of\":\"2022-%02d-%02d\",\"aspect\":\"building.damage\",",
                  (int)rk_random_below(r, 12) + 1, (int)rk_random_below(r, 28) + 1);
    rk_buf_printf(text, "\"at\":[%d.%06d1,49.%06d1],\"damaged_share\":0.%d1,\"floors\":%d,", 37,
                  (int)rk_random_below(r, 1000000), (int)rk_random_below(r, 1000000),
                  (int)rk_random_below(r, 10), (int)rk_random_below(r, 9) + 1);
    rk_buf_printf(text, "\"place\":\"%.*s, %d\",\"said\":\"%.*s %.*s\",\"seen\":true}\n",
                  RK_FMT(street), (int)rk_random_below(r, 120) + 1, RK_FMT(first),
                  RK_FMT(second));
}

static ptrdiff_t read_all(struct rk_str text, struct rk_arena keep)
{
    ptrdiff_t tokens = 0;
    while (text.len > 0) {
        struct rk_arena line_keep = keep;
        struct rk_json r = rk_json_read(rk_str_cut(&text, '\n'), &line_keep);
        while (rk_json_next(&r) > RK_JSON_ERROR && r.kind != RK_JSON_END)
            tokens++;
        if (r.kind == RK_JSON_ERROR)
            return -1;
    }
    return tokens;
}

static ptrdiff_t write_all(struct rk_str text, struct rk_scratch scratch, struct rk_buf out)
{
    ptrdiff_t same = 0;
    while (text.len > 0) {
        const struct rk_str line = rk_str_cut(&text, '\n');
        struct rk_buf one = out;
        if (rk_json_canonical(line, scratch, &one, NULL) != RK_OK)
            return -1;
        same += rk_str_eq(rk_buf_str(&one), line);
    }
    return same;
}

static void print(const char *name, double bytes, double best_s, ptrdiff_t quality)
{
    printf("{\"case\":\"%s\",\"ms\":%.2f,\"mb_per_cpu_s\":%.1f,\"quality\":%td", name,
           best_s * 1e3, bytes / 1e6 / best_s, quality);
    rk_bench_end(SEED);
}

int main(void)
{
    struct rk_arena mem = rk_arena_open((ptrdiff_t)TEXT_MAX + (4 << 20));
    struct rk_scratch tmp = rk_scratch_open(64 << 20);
    struct rk_random r = rk_random_seed(SEED);
    struct rk_buf text = rk_buf_in(&mem, TEXT_MAX);
    while (text.cap - text.len > 4096)
        put_claim(&r, &text);
    const struct rk_str all = rk_buf_str(&text), line = {text.at, text.len};
    double read_s = HUGE_VAL, write_s = HUGE_VAL;
    ptrdiff_t tokens = 0, same = 0;
    const struct rk_buf out = rk_buf_in(&mem, 1 << 16);
    for (int run = 0; run < RUNS; run++) {
        double start_s = rk_cpu_s();
        tokens = read_all(line, tmp.in);
        read_s = fmin(read_s, rk_cpu_s() - start_s);
        start_s = rk_cpu_s();
        same = write_all(all, tmp, out);
        write_s = fmin(write_s, rk_cpu_s() - start_s);
    }
    print("read-claims", (double)all.len, read_s, tokens);
    print("canonical-claims", (double)all.len, write_s, same);
    rk_scratch_close(&tmp);
    rk_arena_close(&mem);
    return tokens > 0 && same > 0 ? 0 : 1;
}
