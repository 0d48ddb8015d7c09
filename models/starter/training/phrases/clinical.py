"""Phrases of fictional clinical notes."""

SPECIALTIES = {
    "cardiology": (
        ["chest pain", "palpitations", "shortness of breath", "swollen ankles", "fainting"],
        ["ECG shows [sinus rhythm|occasional extra beats]", "blood pressure is {bp}", "heart sounds are normal"],
        ["echocardiogram ordered", "start low-dose beta blocker", "stress test next week"],
    ),
    "dermatology": (
        ["an itchy rash", "a changing mole", "dry scaly skin", "acne", "hives"],
        ["red patches on the [arms|back|neck]", "skin is warm without discharge", "a lesion of {mm} mm is seen"],
        ["topical steroid cream for two weeks", "biopsy planned", "avoid new soaps"],
    ),
    "neurology": (
        ["migraine", "dizziness", "numbness in the left hand", "tremor", "memory problems"],
        ["reflexes are symmetric", "gait is [steady|slightly unsteady]", "no focal weakness"],
        ["MRI of the brain requested", "headache diary advised", "start preventive medication"],
    ),
    "gastroenterology": (
        ["abdominal pain", "heartburn", "bloating", "nausea", "constipation"],
        ["abdomen is soft", "mild tenderness on the right side", "bowel sounds are normal"],
        ["trial of acid blocker", "stool test ordered", "low-fat diet advised"],
    ),
    "orthopedics": (
        ["knee pain", "lower back pain", "a swollen ankle", "shoulder stiffness", "hip pain"],
        ["range of motion is limited", "no fracture on x-ray", "joint is swollen"],
        ["physiotherapy twice a week", "rest and ice", "brace for three weeks"],
    ),
    "pulmonology": (
        ["a persistent cough", "wheezing", "breathlessness at night", "chest tightness", "coughing up mucus"],
        ["scattered wheezes on both sides", "oxygen saturation is {sat} percent", "lungs are clear"],
        ["inhaler started", "spirometry booked", "stop smoking advice given"],
    ),
    "pediatrics": (
        ["fever", "ear pain", "poor appetite", "a barking cough", "a sore throat"],
        ["child is alert and playful", "ear drum is red", "temperature is {temp} C"],
        ["fluids and rest", "paracetamol as needed", "review in two days"],
    ),
    "psychiatry": (
        ["low mood", "anxiety", "insomnia", "panic attacks", "loss of interest"],
        ["speech is normal", "affect is [flat|anxious]", "no thoughts of self-harm"],
        ["weekly therapy arranged", "sleep hygiene discussed", "start low-dose medication"],
    ),
    "endocrinology": (
        ["fatigue", "weight gain", "excessive thirst", "hair loss", "heat intolerance"],
        ["thyroid is slightly enlarged", "fasting glucose is {glu} mg/dL", "skin is dry"],
        ["thyroid panel ordered", "diet plan given", "metformin started"],
    ),
    "ophthalmology": (
        ["blurred vision", "a red eye", "eye pain", "floaters", "dry eyes"],
        ["pupils are equal", "mild conjunctival redness", "pressure is {iop} mmHg"],
        ["lubricating drops", "refer for retinal scan", "no contact lenses for a week"],
    ),
}

SEVERITIES = {
    "mild": ["mild", "slight", "intermittent"],
    "moderate": ["moderate", "noticeable", "recurring"],
    "severe": ["severe", "intense", "disabling"],
}
