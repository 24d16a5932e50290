// A stand-in for TensorFlow Lite Micro, for tests: the names and types of its interface that an operator without state
// uses, on tensors of int8 and int16.
#ifndef STAND_IN_H
#define STAND_IN_H

#include <cstddef>
#include <cstdint>
#include <cstring>

enum TfLiteStatus { kTfLiteOk, kTfLiteError };
enum TfLiteType { kTfLiteNoType, kTfLiteInt8, kTfLiteInt16 };
typedef int TfLiteIntArray;  // the number of elements, then the elements

struct TfLiteTensor {
  TfLiteType type;
  void* data;
  TfLiteIntArray* dims;
  struct {
    float scale;
    int32_t zero_point;
  } params;
};
typedef TfLiteTensor TfLiteEvalTensor;
struct TfLiteNode {
  TfLiteIntArray *inputs, *outputs;
};
struct TfLiteContext {
  TfLiteTensor* tensors;
  int temporary;  // tensors allocated and not yet given back
};

struct TFLMRegistration {
  void* (*init)(TfLiteContext*, const char*, size_t);
  TfLiteStatus (*prepare)(TfLiteContext*, TfLiteNode*);
  TfLiteStatus (*invoke)(TfLiteContext*, TfLiteNode*);
};

namespace tflite {

class RuntimeShape {
 public:
  explicit RuntimeShape(const TfLiteIntArray* dims) : size_(1) {
    for (int i = 1; i <= dims[0]; i++) size_ *= dims[i];
  }
  int FlatSize() const { return size_; }

 private:
  int size_;
};

class MicroContext {
 public:
  explicit MicroContext(TfLiteContext* context) : context_(context) {}
  TfLiteTensor* AllocateTempInputTensor(const TfLiteNode* node, int i) { return Take(node->inputs, i); }
  TfLiteTensor* AllocateTempOutputTensor(const TfLiteNode* node, int i) { return Take(node->outputs, i); }
  void DeallocateTempTfLiteTensor(TfLiteTensor*) { context_->temporary--; }

 private:
  TfLiteTensor* Take(const TfLiteIntArray* indices, int i) {
    context_->temporary++;
    return &context_->tensors[indices[1 + i]];
  }
  TfLiteContext* context_;
};

inline MicroContext* GetMicroContext(TfLiteContext* context) {
  static MicroContext micro(context);
  return &(micro = MicroContext(context));
}

namespace micro {

inline const TfLiteEvalTensor* GetEvalInput(const TfLiteContext* context, const TfLiteNode* node, int i) {
  return &context->tensors[node->inputs[1 + i]];
}
inline TfLiteEvalTensor* GetEvalOutput(const TfLiteContext* context, const TfLiteNode* node, int i) {
  return &context->tensors[node->outputs[1 + i]];
}
inline const RuntimeShape GetTensorShape(const TfLiteEvalTensor* tensor) { return RuntimeShape(tensor->dims); }
template <typename T>
const T* GetTensorData(const TfLiteEvalTensor* tensor) {
  return static_cast<const T*>(tensor->data);
}
template <typename T>
T* GetTensorData(TfLiteEvalTensor* tensor) {
  return static_cast<T*>(tensor->data);
}

inline TFLMRegistration RegisterOp(void* (*init)(TfLiteContext*, const char*, size_t),
                                   TfLiteStatus (*prepare)(TfLiteContext*, TfLiteNode*),
                                   TfLiteStatus (*invoke)(TfLiteContext*, TfLiteNode*)) {
  return {init, prepare, invoke};
}

class KernelRunner {
 public:
  KernelRunner(const TFLMRegistration& registration, TfLiteTensor* tensors, int, TfLiteIntArray* inputs,
               TfLiteIntArray* outputs, const void*)
      : context_{tensors, 0}, node_{inputs, outputs}, registration_(registration) {}
  TfLiteStatus InitAndPrepare() {
    const TfLiteStatus status = registration_.prepare(&context_, &node_);
    return context_.temporary == 0 ? status : kTfLiteError;
  }
  TfLiteStatus Invoke() { return registration_.invoke(&context_, &node_); }

 private:
  TfLiteContext context_;
  TfLiteNode node_;
  const TFLMRegistration registration_;
};

}  // namespace micro

template <unsigned int count>
class MicroMutableOpResolver {
 public:
  TfLiteStatus AddCustom(const char* name, const TFLMRegistration* registration) {
    if (used_ == count || FindOp(name) != nullptr) return kTfLiteError;
    names_[used_] = name;
    registrations_[used_++] = *registration;
    return kTfLiteOk;
  }
  const TFLMRegistration* FindOp(const char* name) const {
    for (unsigned int i = 0; i < used_; i++)
      if (std::strcmp(names_[i], name) == 0) return &registrations_[i];
    return nullptr;
  }

 private:
  unsigned int used_ = 0;
  const char* names_[count] = {};
  TFLMRegistration registrations_[count] = {};
};

namespace testing {

inline TfLiteIntArray* IntArrayFromInts(const int* values) { return const_cast<int*>(values); }
inline TfLiteTensor CreateQuantizedTensor(const int8_t* data, TfLiteIntArray* dims, float scale, int zero_point = 0) {
  return {kTfLiteInt8, const_cast<int8_t*>(data), dims, {scale, zero_point}};
}
inline TfLiteTensor CreateQuantizedTensor(const int16_t* data, TfLiteIntArray* dims, float scale, int zero_point = 0) {
  return {kTfLiteInt16, const_cast<int16_t*>(data), dims, {scale, zero_point}};
}

}  // namespace testing
}  // namespace tflite

#endif
