"""llama.cpp through the low-level calls of llama-cpp-python."""

import ctypes
import os
import time

import llama_cpp as api
import numpy as np

# Says nothing unless something fails; kept here, because the library keeps only its address.
_quiet = api.llama_log_callback(lambda level, text, data: None)

CACHES = {"F16": 1, "F32": 0}


def threads():
    """The processors that this process may use, which is how many Seedbed uses too."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def version():
    """Which llama.cpp this is and for which instructions it was compiled."""
    return {"package": api.__version__, "system": api.llama_print_system_info().decode()}


class Llama:
    """A loaded model with a context. Times count what the library does and nothing of this program."""

    def __init__(self, path, context, sequences=1, cache="F16", flash=True, chunk=2048):
        api.llama_log_set(_quiet, ctypes.c_void_p(0))
        api.llama_backend_init()
        self.model = api.llama_model_load_from_file(os.fsencode(path), api.llama_model_default_params())
        if not self.model:
            raise RuntimeError(f"llama.cpp does not load {path}")
        parameters = api.llama_context_default_params()
        parameters.n_ctx = context
        parameters.n_batch = chunk
        parameters.n_seq_max = sequences
        parameters.n_threads = parameters.n_threads_batch = threads()
        parameters.type_k = parameters.type_v = CACHES[cache]
        parameters.flash_attn_type = int(flash)
        # One buffer for all sequences, so that what they share is stored and read once.
        parameters.kv_unified = True
        self.context = api.llama_init_from_model(self.model, parameters)
        if not self.context:
            raise RuntimeError(f"llama.cpp has no room for {context} tokens")
        self.memory = api.llama_get_memory(self.context)
        self.vocabulary = api.llama_vocab_n_tokens(api.llama_model_get_vocab(self.model))
        self.chunk = chunk
        self.batch = api.llama_batch_init(chunk, 0, 1)
        self.seconds = 0.0

    def decode(self, tokens, positions, sequences, wanted):
        """Compute tokens of one or more sequences; logits of the wanted ones, in order and until the next call."""
        if len(tokens) <= self.chunk:
            return self._decode(tokens, positions, sequences, wanted)
        logits = []
        for start in range(0, len(tokens), self.chunk):
            piece = slice(start, start + self.chunk)
            logits.append(self._decode(tokens[piece], positions[piece], sequences[piece], wanted[piece]).copy())
        return np.concatenate(logits)

    def _decode(self, tokens, positions, sequences, wanted):
        count, batch = len(tokens), self.batch
        batch.n_tokens = count
        np.ctypeslib.as_array(batch.token, (count,))[:] = tokens
        np.ctypeslib.as_array(batch.pos, (count,))[:] = positions
        np.ctypeslib.as_array(batch.n_seq_id, (count,))[:] = 1
        np.ctypeslib.as_array(batch.logits, (count,))[:] = wanted
        for i, sequence in enumerate(sequences):
            batch.seq_id[i][0] = sequence
        start = time.perf_counter()
        status = api.llama_decode(self.context, batch)
        api.llama_synchronize(self.context)
        self.seconds += time.perf_counter() - start
        if status != 0:
            raise RuntimeError(f"llama_decode answers {status}")
        rows = int(np.count_nonzero(wanted))
        if rows == 0:
            return np.empty((0, self.vocabulary), np.float32)
        return np.ctypeslib.as_array(api.llama_get_logits(self.context), (rows, self.vocabulary))

    def share(self, source, target, length):
        """Let a sequence start with the first tokens of another."""
        api.llama_memory_seq_cp(self.memory, source, target, 0, length)

    def forget(self, sequence):
        """Drop what is known of a sequence, or of all if negative."""
        api.llama_memory_seq_rm(self.memory, sequence, -1, -1)

    def close(self):
        """Free everything."""
        api.llama_batch_free(self.batch)
        api.llama_free(self.context)
        api.llama_model_free(self.model)


FILE_TYPES = {
    "F32": api.LLAMA_FTYPE_ALL_F32,
    "F16": api.LLAMA_FTYPE_MOSTLY_F16,
    "BF16": api.LLAMA_FTYPE_MOSTLY_BF16,
    "Q4_0": api.LLAMA_FTYPE_MOSTLY_Q4_0,
    "Q4_1": api.LLAMA_FTYPE_MOSTLY_Q4_1,
    "Q5_0": api.LLAMA_FTYPE_MOSTLY_Q5_0,
    "Q5_1": api.LLAMA_FTYPE_MOSTLY_Q5_1,
    "Q8_0": api.LLAMA_FTYPE_MOSTLY_Q8_0,
    "Q2_K": api.LLAMA_FTYPE_MOSTLY_Q2_K,
    "Q3_K": api.LLAMA_FTYPE_MOSTLY_Q3_K_M,
    "Q4_K": api.LLAMA_FTYPE_MOSTLY_Q4_K_M,
    "Q5_K": api.LLAMA_FTYPE_MOSTLY_Q5_K_M,
    "Q6_K": api.LLAMA_FTYPE_MOSTLY_Q6_K,
    "Q4_K_M": api.LLAMA_FTYPE_MOSTLY_Q4_K_M,
}


def quantize(source, target, kind, pure):
    """Convert a file to another type; every matrix to just this type if `pure`, else llama.cpp's usual mixture."""
    api.llama_log_set(_quiet, ctypes.c_void_p(0))
    parameters = api.llama_model_quantize_default_params()
    parameters.nthread = threads()
    parameters.ftype = FILE_TYPES[kind]
    parameters.pure = pure
    parameters.allow_requantize = True
    if api.llama_model_quantize(os.fsencode(source), os.fsencode(target), ctypes.byref(parameters)) != 0:
        raise RuntimeError(f"llama.cpp cannot convert {source} to {kind}")
