/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench_desk [--people N] [--visitors N] [--seconds S]: the desk as an office uses it.
 *
 * A town of N invented people; a desk; so many visitors at once, each on one connection that
 * stays open, each with a pause to read (--pause MS, 0: none, which measures the machine rather
 * than the desk). Two cases: records (one record's page of claims, a different one each time)
 * and search (names as typed: whole, short, misspelt, in Latin letters). Milliseconds from the
 * last byte asked to the last byte answered: median and 99th percentile; the worker's processor
 * time a request, and its resident memory. One JSON line a case. The machine's load at the
 * start stands in it, for a percentile of a busy machine is the machine's.
 */
#include "rk_bench.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PROGRAM RK_BUILD_DIR "/ranok"

enum { VISITORS_MOST = 64, SAMPLES_MOST = 200000, ANSWER_MOST = 1 << 20, PEOPLE_SHOWN = 46000 };

static char dir[] = "/tmp/rk_bench_XXXXXX";
static int people = PEOPLE_SHOWN, visitors = 50, seconds = 5, pause_ms = 100, port;
static char cookie[100];
static pid_t desk;

static const char *const surnames[] = {
    "Вигаданенко", "Неіснуйко", "Примаренко", "Казковий", "Мрійник", "Хмаренко", "Ковальчук",
    "Шевчук",      "Бондар",    "Мельник",    "Ткач",     "Гончар",  "Кравець",  "Лисенко",
    "Мороз",       "Зимовий",   "Ранко",      "Світанко", "Сніг",    "Вітер"};
static const char *const endings[] = {"", "ов", "енко", "ський", "чук", "ин", "ець", "ак"};
static const char *const given[] = {"Іван",  "Олена",  "Петро",   "Марія", "Олексій",
                                    "Ганна", "Степан", "Наталія", "Юрій",  "Оксана"};
static const char *const fathers[] = {"Іванович", "Петрівна",   "Олексійович", "Степанівна",
                                      "Юрійович", "Михайлівна", "Андрійович"};
static const char *const asked[] = {
    "%D0%9A%D0%BE%D0%B2%D0%B0%D0%BB%D1%8C%D1%87%D1%83%D0%BA%20%D0%86%D0%B2%D0%B0%D0%BD",
    "Kovalchuk",
    "Moroz%20Olena",
    "%D0%9C%D0%BE%D1%80%D0%BE%D0%B7",
    "Shevchuk%20Petro%20Ivanovych",
    "%D0%A8%D0%B5%D0%B2%D1%87%D1%83%D0%BA%20%D0%9C%D0%B0%D1%80%D1%96%D1%8F",
    "Lysenko",
    "%D0%93%D0%BE%D0%BD%D1%87%D0%B0%D1%80%20%D0%AE",
    "Tkach",
    "Svitanko%20Hanna"};

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool make_town(void)
{
    char path[64], line[512];
    if (!mkdtemp(dir))
        return false;
    snprintf(path, sizeof path, "%s.csv", dir);
    FILE *f = fopen(path, "w");
    if (!f)
        return false;
    fputs("№,Прізвище,Ім'я,По батькові,Дата народження,Адреса\n", f);
    for (int i = 0; i < people; i++)
        fprintf(f, "%d,%s%s,%s,%s,%02d.%02d.%d,\"вул. Вигадана, %d\"\n", i + 1,
                surnames[i % RK_COUNT(surnames)], endings[i / 20 % RK_COUNT(endings)],
                given[i / 7 % RK_COUNT(given)], fathers[i / 3 % RK_COUNT(fathers)], 1 + i % 28,
                1 + i / 28 % 12, 1930 + i % 80, 1 + i % 300);
    fclose(f);
    setenv("RANOK_PASSPHRASE", "four quiet words here", 1);
    snprintf(line, sizeof line,
             "%s init %s --kdf test --quiet && %s --town %s --quiet import %s --as person "
             ">/dev/null",
             PROGRAM, dir, PROGRAM, dir, path);
    const bool made = system(line) == 0;
    (void)unlink(path);
    return made;
}

static bool start_desk(void)
{
    int pipes[2];
    char said[200] = "";
    if (pipe(pipes) != 0)
        return false;
    desk = fork();
    if (desk == 0) {
        dup2(pipes[1], STDOUT_FILENO);
        close(pipes[0]);
        close(pipes[1]);
        execl(PROGRAM, PROGRAM, "desk", "--town", dir, "--listen", "127.0.0.1:0", (char *)NULL);
        _exit(127);
    }
    close(pipes[1]);
    const ssize_t got = read(pipes[0], said, sizeof said - 1);
    close(pipes[0]);
    return got > 0 && sscanf(said, "http://127.0.0.1:%d/", &port) == 1;
}

static int dial(void)
{
    const struct sockaddr_in at = {.sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    if (fd >= 0)
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (fd >= 0 && connect(fd, (const struct sockaddr *)&at, sizeof at) == 0)
        return fd;
    return -1;
}

/* One request on an open connection; the HTTP status, 0 when it broke. */
static int talk(int fd, const char *request, char *answer)
{
    ptrdiff_t got = 0, want = -1;
    int status = 0;
    const size_t len = strlen(request);
    if (send(fd, request, len, MSG_NOSIGNAL) != (ssize_t)len)
        return 0;
    while (want < 0 || got < want) {
        const ssize_t n = recv(fd, answer + got, (size_t)(ANSWER_MOST - 1 - got), 0);
        if (n <= 0)
            return 0;
        got += n;
        answer[got] = '\0';
        char *end = want < 0 ? strstr(answer, "\r\n\r\n") : NULL;
        const char *length = end ? strstr(answer, "Content-Length: ") : NULL;
        if (length)
            want = end + 4 - answer + strtol(length + 16, NULL, 10);
    }
    return sscanf(answer, "HTTP/1.1 %d", &status) == 1 ? status : 0;
}

static bool login(void)
{
    static char answer[ANSWER_MOST];
    static const char form[] = "name=bench&lang=en&passphrase=four+quiet+words+here";
    char request[600];
    const int fd = dial();
    snprintf(request, sizeof request,
             "POST /login HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\n"
             "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
             port, port, strlen(form), form);
    if (talk(fd, request, answer) != 303)
        return false;
    close(fd);
    const char *at = strstr(answer, "Set-Cookie: ");
    return at && sscanf(at, "Set-Cookie: %90[^;]", cookie) == 1;
}

/* ---- visitors ------------------------------------------------------------------------------
 */

static struct visitor {
    pthread_t thread;
    int number;
    bool search, failed;
    double until_s;
    double *ms;
    int count;
} visitor[VISITORS_MOST];

static void *visit(void *user)
{
    struct visitor *v = user;
    char *answer = malloc(ANSWER_MOST), request[600];
    const int fd = dial();
    uint64_t step = 0x9E3779B97F4A7C15u * (uint64_t)(v->number + 1);
    while (answer && fd >= 0 && now_s() < v->until_s &&
           v->count < SAMPLES_MOST / VISITORS_MOST) {
        step = step * 6364136223846793005u + 1442695040888963407u;
        if (v->search)
            snprintf(
                request, sizeof request,
                "GET /api/search?q=%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n",
                asked[(step >> 33) % RK_COUNT(asked)], port, cookie);
        else
            snprintf(request, sizeof request,
                     "GET /api/records/person/%s%%2F%d HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
                     "Cookie: %s\r\n\r\n",
                     strrchr(dir, '/') + 1, 1 + (int)((step >> 33) % (uint64_t)people), port,
                     cookie);
        const double start_s = now_s();
        if (talk(fd, request, answer) != 200) {
            v->failed = true;
            break;
        }
        v->ms[v->count++] = 1e3 * (now_s() - start_s);
        if (pause_ms)
            (void)nanosleep(
                &(struct timespec){0,
                                   (long)((step >> 40) % (uint64_t)(2 * pause_ms)) * 1000000},
                NULL);
    }
    free(answer);
    close(fd);
    return NULL;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

struct worker {
    double rss_mib, cpu_s;
};

static struct worker worker_now(void)
{
    char path[64], line[1024];
    struct worker w = {0, 0};
    long child = 0, kib = 0;
    unsigned long user = 0, kernel = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)desk, (int)desk);
    FILE *f = fopen(path, "r");
    if (f && fscanf(f, "%ld", &child) != 1)
        child = 0;
    if (f)
        fclose(f);
    snprintf(path, sizeof path, "/proc/%ld/status", child);
    f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        (void)sscanf(line, "VmRSS: %ld", &kib);
    if (f)
        fclose(f);
    snprintf(path, sizeof path, "/proc/%ld/stat", child);
    f = fopen(path, "r");
    if (f && fgets(line, sizeof line, f) && strrchr(line, ')'))
        (void)sscanf(strrchr(line, ')') + 1,
                     " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &kernel);
    if (f)
        fclose(f);
    w.rss_mib = (double)kib / 1024;
    w.cpu_s = (double)(user + kernel) / (double)sysconf(_SC_CLK_TCK);
    return w;
}

static bool run_case(const char *name, bool search)
{
    static double ms[SAMPLES_MOST], room[VISITORS_MOST][SAMPLES_MOST / VISITORS_MOST];
    double load[1] = {0};
    int count = 0;
    (void)getloadavg(load, 1);
    const struct worker before = worker_now();
    const double start_s = now_s();
    for (int i = 0; i < visitors; i++) {
        visitor[i] = (struct visitor){
            .number = i, .search = search, .until_s = start_s + seconds, .ms = room[i]};
        if (pthread_create(&visitor[i].thread, NULL, visit, &visitor[i]) != 0)
            return false;
    }
    for (int i = 0; i < visitors; i++)
        (void)pthread_join(visitor[i].thread, NULL);
    const double took_s = now_s() - start_s;
    const struct worker after = worker_now();
    for (int i = 0; i < visitors; i++) {
        if (visitor[i].failed)
            return false;
        memcpy(ms + count, room[i], (size_t)visitor[i].count * sizeof *ms);
        count += visitor[i].count;
    }
    qsort(ms, (size_t)count, sizeof *ms, ascending);
    printf("{\"case\":\"%s\",\"people\":%d,\"visitors\":%d,\"pause_ms\":%d,\"requests\":%d,"
           "\"per_s\":%.0f,\"median_ms\":%.2f,\"p99_ms\":%.2f,\"cpu_ms\":%.2f,\"rss_mib\":%.0f,"
           "\"load\":%.1f",
           name, people, visitors, pause_ms, count, count / took_s, ms[count / 2],
           ms[(ptrdiff_t)count * 99 / 100], 1e3 * (after.cpu_s - before.cpu_s) / count,
           after.rss_mib, load[0]);
    rk_bench_end(0);
    fflush(stdout);
    return true;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        int *value;
    } options[] = {{"--people", &people},
                   {"--visitors", &visitors},
                   {"--seconds", &seconds},
                   {"--pause", &pause_ms}};
    for (int i = 1; i + 1 < argc; i += 2)
        for (ptrdiff_t k = 0; k < RK_COUNT(options); k++)
            if (strcmp(argv[i], options[k].name) == 0)
                *options[k].value = (int)strtol(argv[i + 1], NULL, 10);
    if (visitors > VISITORS_MOST)
        visitors = VISITORS_MOST;
    static char answer[ANSWER_MOST];
    bool good = make_town() && start_desk() && login();
    if (good) { /* the first search builds the names' index */
        char request[300];
        const int fd = dial();
        snprintf(request, sizeof request,
                 "GET /api/search?q=Tkach HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n",
                 port, cookie);
        const double start_s = now_s();
        good = talk(fd, request, answer) == 200;
        fprintf(stderr, "first search %.0f ms\n", 1e3 * (now_s() - start_s));
        close(fd);
        good = good && run_case("records", false) && run_case("search", true);
    }
    if (desk > 0) {
        (void)kill(desk, SIGTERM);
        (void)waitpid(desk, NULL, 0);
    }
    char line[64];
    snprintf(line, sizeof line, "rm -rf %s", dir);
    (void)!system(line);
    if (!good)
        fputs("bench_desk: the desk did not answer\n", stderr);
    return good ? 0 : 1;
}
