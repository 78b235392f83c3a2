// What the C library and the processor offer and Swift cannot reach by itself: header only.
#pragma once
#include <spawn.h>
#if defined(__linux__)
#include <malloc.h>
#endif

// The C library shows these to _GNU_SOURCE alone. With that defined, types such as `fd_set` have
// other members here than in Swift's own module of the C library, and no build may mix the two.
#if defined(__linux__) && !defined(POSIX_SPAWN_SETSID)
#define POSIX_SPAWN_SETSID 0x80
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
#endif

/// 1 when the processor runs x86-64-v3 code (AVX2, FMA, BMI2), or on other architectures.
static inline int tenure_processor_fits(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
         __builtin_cpu_supports("bmi2");
#else
  return 1;
#endif
}

/// Large blocks, such as columns, are taken from the system each by itself and given back as soon as
/// they are freed. Left alone, the C library soon keeps them for later use: tens of megabytes stay
/// taken after every large request.
static inline void tenure_return_large_blocks(void) {
#if defined(__linux__)
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

/// Gives memory that was freed back to the system.
static inline void tenure_release_memory(void) {
#if defined(__linux__)
  malloc_trim(0);
#endif
}

/// Makes the program about to be started the first of a session of its own, in the folder `/`, with
/// no descriptors but the standard three. 0, or the reason against it.
static inline int tenure_spawn_apart(posix_spawn_file_actions_t *files,
                                     posix_spawnattr_t *attributes) {
  int reason = posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSID);
  if (reason == 0) reason = posix_spawn_file_actions_addchdir_np(files, "/");
#if defined(__linux__)
  if (reason == 0) reason = posix_spawn_file_actions_addclosefrom_np(files, 3);
#endif
  return reason;
}
