/*
 * tenure inside a program in C: started as a child with two pipes, spoken to with Content-Length
 * framing, ended by shutdown and exit. C99 and POSIX, no JSON library.
 *
 * build: cc -std=c99 -o embed embed.c
 * usage: ./embed path/to/tenure orders.csv
 */
#define _POSIX_C_SOURCE 200809L
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct server {
  pid_t process;
  FILE *to, *from;
};

static void fail(const char *words) {
  fprintf(stderr, "embed: %s\n", words);
  exit(1);
}

static struct server start(const char *program) {
  int to[2], from[2];
  if (pipe(to) || pipe(from)) fail("no pipes left");
  pid_t process = fork();
  if (process < 0) fail("no process left");
  if (process == 0) {
    dup2(to[0], 0);
    dup2(from[1], 1);
    close(to[0]), close(to[1]), close(from[0]), close(from[1]);
    execlp(program, program, (char *)NULL);
    perror(program);
    _exit(127);
  }
  close(to[0]);
  close(from[1]);
  struct server server = {process, fdopen(to[1], "w"), fdopen(from[0], "r")};
  if (!server.to || !server.from) fail("out of memory");
  return server;
}

static void put(struct server *server, const char *message) {
  fprintf(server->to, "Content-Length: %zu\r\n\r\n%s", strlen(message), message);
  if (fflush(server->to)) fail("the server is gone");
}

/* The next message, which the caller frees; NULL at the end. */
static char *get(struct server *server) {
  char header[256];
  size_t length = 0;
  while (fgets(header, sizeof header, server->from)) {
    if (strcmp(header, "\r\n") == 0) {
      char *body = malloc(length + 1);
      if (!body || fread(body, 1, length, server->from) != length) fail("a message was cut");
      body[length] = 0;
      return body;
    }
    sscanf(header, "Content-Length: %zu", &length);
  }
  return NULL;
}

/* The answer to the request of that id, which the caller frees; what else the server says is passed
   over. An answer holds `jsonrpc`, `id`, and `result` or `error`, in this order. */
static char *answer(struct server *server, int id) {
  char wanted[64];
  snprintf(wanted, sizeof wanted, "{\"jsonrpc\":\"2.0\",\"id\":%d,", id);
  char *message;
  while ((message = get(server)) && strncmp(message, wanted, strlen(wanted)) != 0) free(message);
  if (!message) fail("the server ended before it answered");
  return message;
}

/* Text as a JSON string, which the caller frees. */
static char *quoted(const char *text) {
  char *result = malloc(strlen(text) * 6 + 3), *end = result;
  if (!result) fail("out of memory");
  *end++ = '"';
  for (; *text; text++) {
    unsigned char byte = (unsigned char)*text;
    if (byte == '"' || byte == '\\') *end++ = '\\', *end++ = *text;
    else if (byte < 32) end += sprintf(end, "\\u%04x", byte);
    else *end++ = *text;
  }
  *end++ = '"';
  *end = 0;
  return result;
}

/* Prints the JSON string that follows `name` in an answer; false when there is none. */
static int print_text(const char *message, const char *name) {
  const char *text = strstr(message, name);
  if (!text) return 0;
  for (text += strlen(name); *text && *text != '"'; text++) {
    if (*text != '\\') putchar(*text);
    else if (*++text == 'n') putchar('\n');
    else if (*text == 'u') fputs("\\u", stdout); /* only control characters are written so */
    else putchar(*text);
  }
  putchar('\n');
  return 1;
}

int main(int count, char **words) {
  if (count != 3) fail("usage: embed path/to/tenure orders.csv");
  signal(SIGPIPE, SIG_IGN);
  struct server server = start(words[1]);

  const char *form = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"segment\","
                     "\"params\":{\"path\":%s,\"limit\":0}}";
  char *path = quoted(words[2]);
  size_t room = strlen(form) + strlen(path);
  char *request = malloc(room);
  if (!request) fail("out of memory");
  snprintf(request, room, form, path);
  put(&server, request);
  char *reply = answer(&server, 1);
  int found = print_text(reply, "\"result\":{\"summary\":\"");
  if (!found) print_text(reply, "\"message\":\"");
  free(reply), free(request), free(path);

  put(&server, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"shutdown\"}");
  free(answer(&server, 2));
  put(&server, "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}");
  int status = 0;
  if (waitpid(server.process, &status, 0) < 0 || !WIFEXITED(status)) fail("the server was killed");
  if (WEXITSTATUS(status) != 0) fail("the server did not end well");
  return found ? 0 : 1;
}
